using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Events;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance.Bulk;

/// <summary>The next coupons of a job in one transaction: the coupons, their audit entries, their outcomes and the job's progress, or nothing of it.</summary>
public sealed class CouponJobStep(IDbContextFactory<CouponDbContext> databases, CampaignFacts facts, StoreClock clock)
{
    /// <summary>True while there is more to do in this turn; false when the job is finished, or another instance has taken it.</summary>
    /// <exception cref="DbUpdateConcurrencyException">Another instance has taken it meanwhile; nothing was changed.</exception>
    internal async Task<bool> RunAsync(CouponJob taken, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        Campaign campaign = await CampaignLock.ByIdAsync(db, taken.CampaignId, cancellationToken);
        CouponJob job = await db.Set<CouponJob>().SingleAsync(j => j.Id == taken.Id, cancellationToken);
        if (job.Turn != taken.Turn || job.FinishedAt is not null)
        {
            return false;
        }

        List<CouponJobItem> items = await db.Set<CouponJobItem>().Where(i => i.JobId == job.Id && i.Outcome == null).OrderBy(i => i.Position)
            .Take(CouponJobRules.BatchSize).ToListAsync(cancellationToken);
        int returned = campaign.Returned;
        foreach ((CouponJobItem item, IssuanceRecord? row) in await WithRowsAsync(db, job, items, cancellationToken))
        {
            item.Outcome = await DecideAsync(db, job, campaign, row, cancellationToken);
        }

        job.Done += items.Count;
        job.Changed += items.Count(item => item.Outcome == CouponJobOutcome.Changed);
        job.LeasedUntil = clock.Now + CouponJobRules.LeaseFor;
        job.FinishedAt = job.Done == job.Total ? clock.Now : null;
        campaign.Version += campaign.Returned == returned ? 0 : 1;
        await db.SaveChangesAsync(cancellationToken);
        FailPoint.Pass(FailPoint.JobBeforeCommit);
        await transaction.CommitAsync(cancellationToken);
        FailPoint.Pass(FailPoint.JobAfterCommit);

        // Revoked whatever the store says; the books check brings returned units there as soon as it answers.
        _ = campaign.Returned == returned || await facts.TryPutOnSaleAsync(campaign.Id);
        return job.FinishedAt is null;
    }

    private static async Task<IReadOnlyList<(CouponJobItem Item, IssuanceRecord? Row)>> WithRowsAsync(
        CouponDbContext db, CouponJob job, List<CouponJobItem> items, CancellationToken cancellationToken)
    {
        int?[] numbers = [.. items.Select(item => (int?)item.Number)];
        Dictionary<int, IssuanceRecord> rows = await db.Set<IssuanceRecord>().AsNoTracking()
            .Where(i => i.CampaignId == job.CampaignId && EF.Parameter(numbers).Contains(i.Number)).ToDictionaryAsync(i => i.Number!.Value, cancellationToken);
        return [.. items.Select(item => (item, rows.GetValueOrDefault(item.Number)))];
    }

    private async Task<CouponJobOutcome> DecideAsync(CouponDbContext db, CouponJob job, Campaign campaign, IssuanceRecord? row, CancellationToken cancellationToken) => (job.Act, row) switch
    {
        (_, null) => CouponJobOutcome.UnknownNumber,
        (CouponJobAct.Revoke, { Status: ClaimStatus.Revoked }) => CouponJobOutcome.AlreadyRevoked,
        (CouponJobAct.Revoke, { Status: ClaimStatus.Issued }) => await RevokeAsync(db, job, campaign, row, cancellationToken),
        (CouponJobAct.Revoke, _) => CouponJobOutcome.AlreadyRedeemed,
        (CouponJobAct.Restore, { Status: ClaimStatus.Revoked, IsUnitReturned: true }) => CouponJobOutcome.UnitReturned,
        (CouponJobAct.Restore, { Status: ClaimStatus.Revoked }) => await RestoreAsync(db, job, campaign, row, cancellationToken),
        (CouponJobAct.Restore, _) => CouponJobOutcome.NotRevoked,
    };

    // A redemption takes no lock on the campaign: its update of the row and this one meet here, and the first wins.
    private async Task<CouponJobOutcome> RevokeAsync(CouponDbContext db, CouponJob job, Campaign campaign, IssuanceRecord row, CancellationToken cancellationToken)
    {
        if (job.ReturnsUnits && PoolBound.ProblemOf(campaign, "returnUnit", campaign.Quantity, campaign.Returned + 1) is not null)
        {
            return CouponJobOutcome.NoCodeLeft;
        }

        (row.RevokedAt, row.RevokeReason, row.IsUnitReturned) = (clock.Now, job.Reason, job.ReturnsUnits);
        if (!await RevokeCoupon.TakeBackAsync(db, row, cancellationToken))
        {
            return CouponJobOutcome.AlreadyRedeemed;
        }

        if (job.ReturnsUnits)
        {
            campaign.Returned++;
            campaign.Voided++;
        }

        EventTrail.Write(db, EventKind.CouponRevoked, campaign.Id, row.Ticket, campaign.Issued, row.RevokedAt!.Value, new EventDetail { UnitReturned = job.ReturnsUnits });
        Write(db, job, campaign, AuditAction.RevokeCoupon, new RevokedByJob(row.Number!.Value, row.Member, job.ReturnsUnits, job.Id));
        return CouponJobOutcome.Changed;
    }

    // Only a revocation under the campaign's lock changes such a row, so there is nobody to race with.
    private async Task<CouponJobOutcome> RestoreAsync(CouponDbContext db, CouponJob job, Campaign campaign, IssuanceRecord row, CancellationToken cancellationToken)
    {
        StoreTime? now = clock.Now;
        await db.Set<IssuanceRecord>().Where(i => i.CampaignId == row.CampaignId && i.Ticket == row.Ticket && i.Status == ClaimStatus.Revoked).ExecuteUpdateAsync(
            set => set.SetProperty(i => i.Status, ClaimStatus.Issued).SetProperty(i => i.RevokedAt, (StoreTime?)null)
                .SetProperty(i => i.RevokeReason, (string?)null).SetProperty(i => i.ChangedAt, now),
            cancellationToken);
        EventTrail.Write(db, EventKind.CouponRestored, campaign.Id, row.Ticket, campaign.Issued, now.Value);
        Write(db, job, campaign, AuditAction.RestoreCoupon, new RestoredByJob(row.Number!.Value, row.Member, job.Id));
        return CouponJobOutcome.Changed;
    }

    private void Write(CouponDbContext db, CouponJob job, Campaign campaign, AuditAction action, IAuditChange change) =>
        AuditTrail.Write(db, clock.Now, new Actor(job.ActorId, job.ActorName, job.Address), action, campaign.Slug, job.Reason, change);

    private sealed record RevokedByJob(int Number, string Member, bool ReturnUnit, long Job) : IAuditChange;

    private sealed record RestoredByJob(int Number, string Member, long Job) : IAuditChange;
}
