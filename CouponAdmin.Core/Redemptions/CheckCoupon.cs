using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Redemptions;

/// <summary>Says whether a coupon can be used for an order, and what it takes off. Nothing is changed and nothing is kept for the asker.</summary>
public sealed class CheckCoupon(IDbContextFactory<CouponDbContext> databases, StoreClock clock)
{
    /// <summary>Refused with <see cref="RefusalKind.InvalidInput"/> alone; that a coupon can't be used is an answer.</summary>
    /// <param name="code">As a person types it.</param>
    /// <param name="order">Without an order's id.</param>
    public async Task<Result<CouponCheck>> ExecuteAsync(string code, RedemptionOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (RedemptionRules.CheckQuestion(order) is { Count: > 0 } problems)
        {
            return Refusal.Invalid(problems);
        }

        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.FindCouponAsync(code, cancellationToken) is var (coupon, campaign)
            ? CouponCheck.Of(coupon, campaign, order, clock.Now)
            : CouponCheck.Unknown;
    }
}
