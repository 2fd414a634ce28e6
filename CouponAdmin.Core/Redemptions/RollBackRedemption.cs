using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Events;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Redemptions;

/// <summary>Gives a used coupon back, as when its order is cancelled: it can be used again until its last moment.</summary>
/// <remarks>The use's row decides; asking again gives the same answer, so no key is needed.</remarks>
public sealed class RollBackRedemption(IDbContextFactory<CouponDbContext> databases, StoreClock clock)
{
    /// <summary>Refused with <see cref="RefusalKind.InvalidInput"/> or <see cref="RefusalKind.UnknownRedemption"/>.</summary>
    public async Task<Result<RedemptionView>> ExecuteAsync(long id, string? reason, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (RedemptionRules.CheckReason(reason) is { Count: > 0 } problems)
        {
            return Refusal.Invalid(problems);
        }

        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        StoreTime now = clock.Now;
        string? why = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
        int undone = await db.Set<RedemptionRecord>().Where(r => r.Id == id && r.RolledBackAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.RolledBackAt, now).SetProperty(r => r.RolledBackBy, by.Name).SetProperty(r => r.RollbackReason, why), cancellationToken);
        if (await db.RedemptionRows().SingleOrDefaultAsync(r => r.Redemption.Id == id, cancellationToken) is not { } row)
        {
            return new Refusal(RefusalKind.UnknownRedemption, $"There is no redemption {id}.");
        }

        if (undone == 0)
        {
            return row.Show();
        }

        RedemptionRecord use = row.Redemption;
        int given = await db.Set<IssuanceRecord>().Where(i => i.CampaignId == use.CampaignId && i.Ticket == use.Ticket && i.Status == ClaimStatus.Redeemed)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.Status, ClaimStatus.Issued).SetProperty(i => i.RedeemedAt, (StoreTime?)null).SetProperty(i => i.ChangedAt, now), cancellationToken);
        if (given != 1)
        {
            throw new InvalidOperationException($"Redemption {id} stands, but its coupon isn't redeemed.");
        }

        AuditTrail.Write(
            db, now, by, AuditAction.RollBackRedemption, row.Slug, why, new RolledBack(row.Coupon.Number, row.Coupon.Member, use.OrderId, use.Discount, use.Currency));
        EventTrail.Write(
            db, EventKind.RedemptionRolledBack, use.CampaignId, use.Ticket, row.Coupon.Number!.Value, now, new EventDetail { Redemption = use.Told() });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        RedemptionCounts.CountRolledBack();
        return row.Show();
    }

    private sealed record RolledBack(int? Number, string Member, string OrderId, long Discount, string Currency) : IAuditChange;
}
