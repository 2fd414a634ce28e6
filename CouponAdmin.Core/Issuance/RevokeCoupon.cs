using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Events;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance;

/// <summary>Takes a coupon back, with or without giving its unit to the sale again. The member's ticket stays: they can't claim a second time.</summary>
/// <remarks>Nothing is removed from the queue: a returned unit is a void ticket, and the store learns of it by the campaign's facts.</remarks>
public sealed class RevokeCoupon(IDbContextFactory<CouponDbContext> databases, CampaignFacts facts, StoreClock clock)
{
    /// <summary>Refused with <see cref="RefusalKind.UnknownCampaign"/>, <see cref="RefusalKind.UnknownIssuance"/>, <see cref="RefusalKind.CouponRedeemed"/> when it is used, <see cref="RefusalKind.WrongState"/> when revoked already, or <see cref="RefusalKind.InvalidInput"/> when its pool has no code for the unit that would come back.</summary>
    public async Task<Result<IssuanceView>> ExecuteAsync(
        string slug, int number, string? reason, bool returnUnit, Actor by, CancellationToken cancellationToken)
    {
        FieldProblem[] problems = [.. CampaignDraftRules.ReasonProblems(reason)];
        if (problems.Length > 0)
        {
            return Refusal.Invalid(problems);
        }

        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await CampaignLock.BySlugAsync(db, slug, cancellationToken) is not { } campaign)
        {
            return new Refusal(RefusalKind.UnknownCampaign, $"There is no campaign '{slug}'.");
        }

        IssuanceRecord? row = await db.Set<IssuanceRecord>().AsNoTracking().SingleOrDefaultAsync(i => i.CampaignId == campaign.Id && i.Number == number, cancellationToken);
        if (row is null)
        {
            return new Refusal(RefusalKind.UnknownIssuance, $"The campaign '{slug}' has no coupon number {number}.");
        }

        if (row.Status is not (ClaimStatus.Issued or ClaimStatus.Redeemed))
        {
            return new Refusal(RefusalKind.WrongState, $"Coupon number {number} is {row.Status.ToString().ToLowerInvariant()} already.");
        }

        if (returnUnit && PoolBound.RefusalOf(campaign, "returnUnit", campaign.Quantity, campaign.Returned + 1) is { } noCode)
        {
            return noCode;
        }

        (row.RevokedAt, row.RevokeReason, row.IsUnitReturned) = (clock.Now, reason, returnUnit);
        if (row.Status == ClaimStatus.Redeemed || !await TakeBackAsync(db, row, cancellationToken))
        {
            return new Refusal(RefusalKind.CouponRedeemed, $"Coupon number {number} is used for an order; roll its redemption back first.");
        }

        (row.Status, row.ChangedAt) = (ClaimStatus.Revoked, row.RevokedAt);
        if (returnUnit)
        {
            campaign.Returned++;
            campaign.Voided++;
            campaign.Version++;
        }

        AuditTrail.Write(db, clock.Now, by, AuditAction.RevokeCoupon, slug, reason, new Revoked(number, row.Member, returnUnit));
        EventTrail.Write(db, EventKind.CouponRevoked, campaign.Id, row.Ticket, campaign.Issued, row.RevokedAt.Value, new EventDetail { UnitReturned = returnUnit });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        // The coupon is revoked whatever the store says; only a returned unit has to reach it before it is on sale.
        bool isInForce = !returnUnit || await facts.TryPutOnSaleAsync(campaign.Id);
        return Result<IssuanceView>.Saved(IssuanceHistory.Show(row, slug), isInForce);
    }

    // A redemption takes no lock on the campaign: its update of the row and this one meet here, and the first wins.
    internal static async Task<bool> TakeBackAsync(CouponDbContext db, IssuanceRecord row, CancellationToken cancellationToken) =>
        await db.Set<IssuanceRecord>().Where(i => i.CampaignId == row.CampaignId && i.Ticket == row.Ticket && i.Status == ClaimStatus.Issued).ExecuteUpdateAsync(
            set => set.SetProperty(i => i.Status, ClaimStatus.Revoked).SetProperty(i => i.ChangedAt, row.RevokedAt).SetProperty(i => i.RevokedAt, row.RevokedAt)
                .SetProperty(i => i.RevokeReason, row.RevokeReason).SetProperty(i => i.IsUnitReturned, row.IsUnitReturned),
            cancellationToken) == 1;

    private sealed record Revoked(int Number, string Member, bool ReturnUnit) : IAuditChange;
}
