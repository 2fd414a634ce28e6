using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Coupons;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Events;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Redemptions;

/// <summary>Uses a coupon for an order, once, whoever asks at once and however often.</summary>
/// <remarks>
/// One conditional update of the coupon's row decides; the use and its key are written in the same transaction, so a crash leaves both or neither.
/// The campaign's row is read and never locked: a drain is not held up.
/// </remarks>
public sealed class RedeemCoupon(IDbContextFactory<CouponDbContext> databases, StoreClock clock)
{
    /// <summary>Looks at the coupon anew after somebody else was faster. The second look nearly always says why; a third needs a rollback in between.</summary>
    private const int LooksMax = 5;

    /// <param name="key">The asker's <c>Idempotency-Key</c>: the same key and question give the same answer.</param>
    /// <param name="order">The question.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="isPerson">Somebody at a till: their acts stand in the audit. A program's are in the list of redemptions.</param>
    /// <exception cref="TimeoutException">The coupon changed hands at each look: ask again.</exception>
    public async Task<RedemptionAnswer> ExecuteAsync(string? key, RedemptionOrder order, Actor by, bool isPerson, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(by);
        RedemptionAnswer answer = await RedeemAsync(key, order, by, isPerson, cancellationToken);
        RedemptionCounts.Count(answer);
        return answer;
    }

    private async Task<RedemptionAnswer> RedeemAsync(string? key, RedemptionOrder order, Actor by, bool isPerson, CancellationToken cancellationToken)
    {
        if (RedemptionRules.Check(key, order) is { Count: > 0 } problems)
        {
            return new RedemptionAnswer.Invalid(problems);
        }

        for (int look = 0; look < LooksMax; look++)
        {
            await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);

            // The coupon first, the key second: both are written by one commit, so whoever sees the coupon used by their own key finds the key as well.
            (IssuanceRecord Coupon, Campaign Campaign)? found = await db.FindCouponAsync(order.Code!, cancellationToken);

            // However it was typed, the same code asks the same.
            RedemptionOrder asked = order with { Code = found?.Coupon.Code ?? TypedCode.Read(SpreadsheetCell.Unguard(order.Code!)) };
            if (await FindKeptAsync(db, by, key!, cancellationToken) is { } kept)
            {
                return Again(kept, asked);
            }

            if (found is not var (coupon, campaign))
            {
                return new RedemptionAnswer.Refused(CouponCheck.Unknown);
            }

            CouponCheck check = CouponCheck.Of(coupon, campaign, asked, clock.Now);
            if (!check.Valid)
            {
                return new RedemptionAnswer.Refused(check);
            }

            RedemptionRecord use = Use(coupon, asked, key!, by, check.Discount!.Value);
            if (await TryAsync(db, use, coupon.Number!.Value, isPerson ? new Redeemed(coupon.Number, coupon.Member, use.OrderId, use.Discount, use.Currency) : null, campaign.Slug, by, cancellationToken))
            {
                return new RedemptionAnswer.Done(new RedemptionRow { Redemption = use, Coupon = coupon, Slug = campaign.Slug }.Show(), IsRepeated: false);
            }
        }

        throw new TimeoutException("The coupon was used and given back again at each look; ask again.");
    }

    /// <summary>False: somebody else used the coupon or the key meanwhile, and nothing was changed.</summary>
    private static async Task<bool> TryAsync(CouponDbContext db, RedemptionRecord use, int number, Redeemed? change, string slug, Actor by, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        int taken = await db.Set<IssuanceRecord>().Where(i => i.CampaignId == use.CampaignId && i.Ticket == use.Ticket && i.Status == ClaimStatus.Issued)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.Status, ClaimStatus.Redeemed).SetProperty(i => i.RedeemedAt, use.At).SetProperty(i => i.ChangedAt, use.At), cancellationToken);
        if (taken == 0)
        {
            return false;
        }

        FailPoint.Pass(FailPoint.RedeemInTransaction);
        db.Add(use);
        EventTrail.Write(db, EventKind.CouponRedeemed, use.CampaignId, use.Ticket, number, use.At, new EventDetail { Redemption = use.Told() });
        if (change is not null)
        {
            AuditTrail.Write(db, use.At, by, AuditAction.RedeemCoupon, slug, change: change);
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (DataErrors.Is(e))
        {
            // The key was used for another coupon at the same moment: the unique index lets one through.
            return false;
        }

        FailPoint.Pass(FailPoint.RedeemBeforeCommit);
        await transaction.CommitAsync(cancellationToken);
        FailPoint.Pass(FailPoint.RedeemAfterCommit);
        return true;
    }

    private RedemptionRecord Use(IssuanceRecord coupon, RedemptionOrder order, string key, Actor by, long discount) => new()
    {
        CampaignId = coupon.CampaignId,
        Ticket = coupon.Ticket,
        ActorId = by.Id,
        ActorName = by.Name,
        Key = key,
        Asked = FingerprintOf(order),
        OrderId = order.OrderId!,
        OrderAmount = order.OrderAmount!.Value,
        Currency = order.Currency!,
        Discount = discount,
        At = clock.Now,
    };

    private static Task<RedemptionRow?> FindKeptAsync(CouponDbContext db, Actor by, string key, CancellationToken cancellationToken) =>
        db.RedemptionRows().SingleOrDefaultAsync(r => r.Redemption.ActorId == by.Id && r.Redemption.Key == key, cancellationToken);

    // The member is compared with the coupon's own, so that nothing of them is kept with the key.
    private static RedemptionAnswer Again(RedemptionRow kept, RedemptionOrder asked) =>
        kept.Redemption.Asked == FingerprintOf(asked) && (asked.MemberId is null || asked.MemberId == kept.Coupon.Member)
            ? new RedemptionAnswer.Done(kept.Show(), IsRepeated: true)
            : new RedemptionAnswer.KeyReused();

    private static string FingerprintOf(RedemptionOrder order) => Fingerprint.Of(order.Code, order.OrderId, order.OrderAmount, order.Currency);

    private sealed record Redeemed(int? Number, string Member, string OrderId, long Discount, string Currency) : IAuditChange;
}
