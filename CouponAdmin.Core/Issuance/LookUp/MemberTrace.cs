using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance.Refusals;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance.LookUp;

/// <summary>What rows, queue and kept refusals say of one member, brought together by campaign.</summary>
internal sealed class MemberTrace
{
    private readonly Dictionary<string, Campaign> _campaigns;
    private readonly List<IssuanceRecord> _rows;
    private readonly List<RefusedClaim> _refusals;
    private readonly IReadOnlyList<MyCoupon> _queued;

    private MemberTrace(List<Campaign> campaigns, List<IssuanceRecord> rows, List<RefusedClaim> refusals, IReadOnlyList<MyCoupon> queued)
    {
        _campaigns = campaigns.ToDictionary(c => c.Slug, StringComparer.Ordinal);
        (_rows, _refusals, _queued) = (rows, refusals, queued);
    }

    /// <param name="db">Any open context.</param>
    /// <param name="member">Whose.</param>
    /// <param name="queued">Read before: claims with a ticket and no row yet.</param>
    public static async Task<MemberTrace> ReadAsync(CouponDbContext db, string member, IReadOnlyList<MyCoupon> queued, CancellationToken cancellationToken)
    {
        List<IssuanceRecord> rows = await db.Set<IssuanceRecord>().AsNoTracking().Where(i => i.Member == member)
            .OrderByDescending(i => i.Ticket).Take(ClaimLookUp.TimelinesMax).ToListAsync(cancellationToken);
        List<RefusedClaim> refusals = await db.Set<RefusedClaim>().AsNoTracking().Where(r => r.Member == member)
            .OrderByDescending(r => r.At).Take(ClaimLookUp.TimelinesMax * ClaimCodes.Kept.Count).ToListAsync(cancellationToken);
        long[] ids = [.. rows.Select(i => i.CampaignId).Concat(refusals.Select(r => r.CampaignId)).Distinct()];
        string[] slugs = [.. queued.Select(q => q.Claim.Campaign)];
        List<Campaign> campaigns = await db.Set<Campaign>().AsNoTracking().Where(c => ids.Contains(c.Id) || slugs.Contains(c.Slug)).ToListAsync(cancellationToken);
        return new MemberTrace(campaigns, rows, refusals, queued);
    }

    public Campaign CampaignOf(ClaimTimeline timeline) => _campaigns[timeline.Campaign];

    /// <summary>One per campaign, in no order.</summary>
    public IEnumerable<ClaimTimeline> Timelines() => _campaigns.Values.Select(campaign =>
    {
        IssuanceRecord? row = _rows.Find(i => i.CampaignId == campaign.Id);
        return new ClaimTimeline(campaign.Slug, campaign.Name, campaign.OpensAt.ToDateTimeOffset(), campaign.ClosesAt.ToDateTimeOffset())
        {
            Row = row is null ? null : IssuanceHistory.Show(row, campaign.Slug),
            Ticket = row?.Ticket ?? _queued.FirstOrDefault(q => q.Claim.Campaign == campaign.Slug)?.Claim.Ticket,
            Refusals =
            [
                .. _refusals.Where(r => r.CampaignId == campaign.Id).OrderBy(r => r.At)
                    .Select(r => ClaimCodes.Parse(r.Kind) is { } outcome ? new KeptRefusal(outcome, r.At.ToDateTimeOffset()) : null).OfType<KeptRefusal>(),
            ],
        };
    });
}
