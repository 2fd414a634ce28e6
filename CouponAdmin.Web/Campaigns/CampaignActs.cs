using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Campaigns;

/// <summary>Carries out the acts that need nothing but the campaign.</summary>
/// <remarks>What saves values goes by the version that the person saw. Pausing must never wait for that: it stops a sale that goes wrong.</remarks>
public sealed class CampaignActs(PublishCampaign publish, DeleteDraft delete, WarmCampaign warm, PauseCampaign pause, ResumeCampaign resume, SwitchChallenge challenge, CloseCampaign close)
{
    public Task<Result<CampaignView>> CarryOutAsync(CampaignAct act, CampaignView seen, Actor by, CancellationToken cancellationToken) => act switch
    {
        CampaignAct.Publish => publish.ExecuteAsync(CampaignSeen.In(seen), by, cancellationToken),
        CampaignAct.Delete => delete.ExecuteAsync(CampaignSeen.In(seen), by, cancellationToken),
        CampaignAct.Pause => pause.ExecuteAsync(seen.Slug, by, cancellationToken),
        CampaignAct.Resume => resume.ExecuteAsync(seen.Slug, by, cancellationToken),
        CampaignAct.AskProof => challenge.ExecuteAsync(CampaignSeen.In(seen), asksProof: true, by, cancellationToken),
        CampaignAct.SpareProof => challenge.ExecuteAsync(CampaignSeen.In(seen), asksProof: false, by, cancellationToken),
        CampaignAct.Warm or CampaignAct.ChangeQuantity or CampaignAct.Close => throw new ArgumentOutOfRangeException(nameof(act), act, "Has its own answer and its own way."),
    };

    /// <summary>Ends the sale for good, for a reason that the audit keeps.</summary>
    public Task<Result<CampaignView>> CloseAsync(string slug, string reason, Actor by, CancellationToken cancellationToken) =>
        close.ExecuteAsync(slug, reason, by, cancellationToken);

    /// <summary>Loads the campaign into the store and compares it with the database.</summary>
    public Task<Result<WarmReport>> WarmAsync(string slug, Actor by, CancellationToken cancellationToken) => warm.ExecuteAsync(slug, by, cancellationToken);
}
