namespace CouponAdmin.Core.Campaigns;

/// <summary>What an operator's list asks for.</summary>
public sealed record CampaignFilter(string? Search = null, CampaignState? State = null, int Skip = 0, int Take = 20);

public sealed record CampaignPage(IReadOnlyList<CampaignView> Items, int Total);

public sealed class CampaignCatalogue
{
    /// <summary>All campaigns, newest first, for operators.</summary>
    public Task<CampaignPage> ListAsync(CampaignFilter filter, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>What members see: published, not archived; open first, then coming, then over.</summary>
    public Task<IReadOnlyList<CampaignView>> PublishedAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>One campaign, drafts included (operators); null when there is none.</summary>
    public Task<CampaignView?> FindAsync(string slug, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>One published campaign (members); null when there is none.</summary>
    public Task<CampaignView?> FindPublishedAsync(string slug, CancellationToken cancellationToken) => throw new NotSupportedException();
}
