using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Pools;
using CouponAdmin.Core.Results;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Redemptions;

/// <summary>A use together with its coupon and campaign.</summary>
internal sealed class RedemptionRow
{
    public required RedemptionRecord Redemption { get; init; }
    public required IssuanceRecord Coupon { get; init; }
    public required string Slug { get; init; }

    public RedemptionView Show() => new(
        Redemption.Id, Redemption.RolledBackAt is null ? RedemptionStatus.Redeemed : RedemptionStatus.RolledBack, Slug, Coupon.Number, Coupon.Code,
        Redemption.OrderId, Redemption.OrderAmount, Redemption.Currency, Redemption.Discount, Redemption.At.ToDateTimeOffset())
    {
        UpdatedAt = (Redemption.RolledBackAt ?? Redemption.At).ToDateTimeOffset(),
        Member = Coupon.Member,
        RedeemedBy = Redemption.ActorName,
        RolledBackAt = Redemption.RolledBackAt?.ToDateTimeOffset(),
        RolledBackBy = Redemption.RolledBackBy,
        RollbackReason = Redemption.RollbackReason,
    };
}

/// <summary>Look-ups that more than one use case makes.</summary>
internal static class RedemptionQueries
{
    public static IQueryable<RedemptionRow> RedemptionRows(this CouponDbContext db) =>
        from redemption in db.Set<RedemptionRecord>().AsNoTracking()
        join coupon in db.Set<IssuanceRecord>() on new { redemption.CampaignId, redemption.Ticket } equals new { coupon.CampaignId, coupon.Ticket }
        join campaign in db.Set<Campaign>() on redemption.CampaignId equals campaign.Id
        select new RedemptionRow { Redemption = redemption, Coupon = coupon, Slug = campaign.Slug };

    /// <summary>The coupon of a code as a person types it, with its campaign; nothing is locked.</summary>
    public static async Task<(IssuanceRecord Coupon, Campaign Campaign)?> FindCouponAsync(this CouponDbContext db, string typed, CancellationToken cancellationToken)
    {
        var found = await db.FindByTypedCodeAsync(
            SpreadsheetCell.Unguard(typed),
            code => db.Set<IssuanceRecord>().AsNoTracking().Where(i => i.Code == code)
                .Join(db.Set<Campaign>(), i => i.CampaignId, c => c.Id, (coupon, campaign) => new { coupon, campaign }).SingleOrDefaultAsync(cancellationToken),
            cancellationToken);
        return found is null ? null : (found.coupon, found.campaign);
    }
}
