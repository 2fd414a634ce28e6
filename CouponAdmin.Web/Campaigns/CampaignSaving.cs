using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Results;

namespace CouponAdmin.Web.Campaigns;

/// <summary>The editor's way to the use cases: a new campaign is created, a draft edited, and either can be published at once.</summary>
public sealed class CampaignSaving(CreateCampaign create, EditCampaign edit, PublishCampaign publish)
{
    /// <param name="slug">The draft's present address; null for a new campaign.</param>
    /// <param name="draft">What it shall be.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="cancellationToken">Gives up waiting; what was sent may still be carried out.</param>
    public Task<Result<CampaignView>> SaveAsync(string? slug, CampaignDraft draft, Actor by, CancellationToken cancellationToken) =>
        slug is null ? create.ExecuteAsync(draft, by, cancellationToken) : edit.ExecuteAsync(slug, draft, by, cancellationToken);

    public Task<Result<CampaignView>> PublishAsync(string slug, Actor by, CancellationToken cancellationToken) =>
        publish.ExecuteAsync(slug, by, cancellationToken);
}
