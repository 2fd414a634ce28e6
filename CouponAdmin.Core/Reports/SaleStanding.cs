using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Reports;

/// <summary>What became of a campaign's units, by its books.</summary>
/// <param name="Recorded">Rows by what became of them.</param>
/// <param name="Queued">Tickets without a row; null when the store did not answer.</param>
/// <param name="Remaining">Units that nobody has a ticket for; null when the store did not answer.</param>
internal sealed record SaleStanding(IReadOnlyDictionary<ClaimStatus, int> Recorded, int? Queued, int? Remaining)
{
    public bool IsSoldOut => Remaining == 0;

    public static async Task<SaleStanding> ReadAsync(CouponDbContext db, CampaignFacts facts, Campaign campaign, CancellationToken cancellationToken)
    {
        // The queue before the rows: a drain in between makes fewer queued ones, never a ticket that is counted nowhere.
        CampaignCounts? counts = campaign.SealedAt is null ? await facts.TryReadAsync(campaign.Key) : null;
        Dictionary<ClaimStatus, int> recorded = await db.Set<IssuanceRecord>().Where(i => i.CampaignId == campaign.Id).GroupBy(i => i.Status)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        int rows = recorded.Values.Sum();
        int? queued = campaign.SealedAt is not null ? 0 : counts is { IsWarm: true } ? Math.Max(0, counts.Admitted - rows) : null;
        return new SaleStanding(recorded, queued, queued is { } waiting ? Math.Max(0, campaign.Quantity + campaign.Voided - rows - waiting) : null);
    }
}
