using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance.Pools;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Redemptions;

/// <summary>Which redemptions; null asks for all.</summary>
/// <param name="Campaign">The campaign's whole slug.</param>
/// <param name="Code">A code as a person types it.</param>
/// <param name="OrderId">The whole order's id.</param>
/// <param name="Member">The whole member's id.</param>
/// <param name="From">Redeemed at this moment or later.</param>
/// <param name="To">Redeemed before this moment.</param>
public sealed record RedemptionFilter(
    string? Campaign = null, string? Code = null, string? OrderId = null, string? Member = null, RedemptionStatus? Status = null, DateTimeOffset? From = null, DateTimeOffset? To = null)
{
    /// <summary>Redeemed or rolled back at this moment or later.</summary>
    public DateTimeOffset? UpdatedSince { get; init; }

    /// <summary>The code as coupons have it; null when the text is none, or wasn't looked up yet.</summary>
    internal string? StoredCode { get; private init; }

    /// <summary>The same filter with its code looked up: to be done once before it is applied.</summary>
    internal async Task<RedemptionFilter> ResolveAsync(CouponDbContext db, CancellationToken cancellationToken) =>
        Code is null ? this : this with { StoredCode = await db.StoredCodeAsync(SpreadsheetCell.Unguard(Code), cancellationToken) };

    internal IQueryable<RedemptionRow> Apply(IQueryable<RedemptionRow> rows)
    {
        if (Campaign is { } slug)
        {
            rows = rows.Where(r => r.Slug == slug);
        }

        if (Code is not null)
        {
            // What isn't a code is no coupon's, which is not the same as any coupon's.
            string code = StoredCode ?? "";
            rows = rows.Where(r => r.Coupon.Code == code);
        }

        if (OrderId is { } order)
        {
            rows = rows.Where(r => r.Redemption.OrderId == order);
        }

        if (Member is { } member)
        {
            rows = rows.Where(r => r.Coupon.Member == member);
        }

        if (Status is { } status)
        {
            bool isBack = status == RedemptionStatus.RolledBack;
            rows = rows.Where(r => r.Redemption.RolledBackAt != null == isBack);
        }

        return During(rows);
    }

    private IQueryable<RedemptionRow> During(IQueryable<RedemptionRow> rows)
    {
        if (From is { } from)
        {
            StoreTime first = StoreTime.From(from);
            rows = rows.Where(r => r.Redemption.At >= first);
        }

        if (To is { } to)
        {
            StoreTime end = StoreTime.From(to);
            rows = rows.Where(r => r.Redemption.At < end);
        }

        if (UpdatedSince is { } moment)
        {
            StoreTime since = StoreTime.From(moment);
            rows = rows.Where(r => r.Redemption.At >= since || r.Redemption.RolledBackAt >= since);
        }

        return rows;
    }
}
