using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Results;

namespace CouponAdmin.Web.Campaigns;

/// <summary>The editor's way to the use cases: a new campaign is created, a draft edited, and either can be published at once.</summary>
public sealed class CampaignSaving(CreateCampaign create, EditCampaign edit, PublishCampaign publish)
{
    /// <param name="seen">The draft as the editor was opened on it; null for a new campaign.</param>
    /// <param name="draft">What it shall be.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="cancellationToken">Gives up waiting; what was sent may still be carried out.</param>
    public Task<Result<CampaignView>> SaveAsync(CampaignView? seen, CampaignDraft draft, Actor by, CancellationToken cancellationToken) =>
        seen is null ? create.ExecuteAsync(draft, by, cancellationToken) : edit.ExecuteAsync(CampaignSeen.In(seen), draft, by, cancellationToken);

    /// <summary>Publishes what was saved, and nothing that somebody else made of it since.</summary>
    public Task<Result<CampaignView>> PublishAsync(CampaignView saved, Actor by, CancellationToken cancellationToken) =>
        publish.ExecuteAsync(CampaignSeen.In(saved), by, cancellationToken);
}
