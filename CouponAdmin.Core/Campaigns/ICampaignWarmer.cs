using CouponAdmin.Core.Audit;

namespace CouponAdmin.Core.Campaigns;

/// <summary>What a warming did, by numbers.</summary>
/// <param name="RowsLoaded">Recorded rows that were missing in the store.</param>
/// <param name="FactsVersion">The version that the store holds now.</param>
public readonly record struct WarmOutcome(int RowsLoaded, long FactsVersion) : IAuditChange;

/// <summary>Loads a campaign's facts, and everything recorded, into the store. Issuance knows the rows, so it carries this out.</summary>
public interface ICampaignWarmer
{
    /// <summary>Warming merges: on a live, healthy campaign it changes nothing, and two instances may warm at once.</summary>
    Task<WarmOutcome> WarmAsync(long campaignId, CancellationToken cancellationToken);
}
