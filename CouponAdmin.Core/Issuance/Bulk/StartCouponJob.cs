using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance.Bulk;

/// <summary>Takes an order for many coupons. Once it is answered the order is in the database, and will be carried out whichever instance dies.</summary>
public sealed class StartCouponJob(IDbContextFactory<CouponDbContext> databases, StoreClock clock)
{
    /// <summary>Refused with <see cref="RefusalKind.InvalidInput"/>, <see cref="RefusalKind.UnknownCampaign"/>, or <see cref="RefusalKind.TooManyJobs"/>.</summary>
    public async Task<Result<CouponJobView>> ExecuteAsync(string slug, CouponJobOrder order, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(by);
        (IReadOnlyList<FieldProblem> problems, IReadOnlyList<int> numbers) = CouponJobRules.Read(order);
        if (problems.Count > 0)
        {
            return Refusal.Invalid(problems);
        }

        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Campaign>().Where(c => c.Slug == slug).Select(c => (long?)c.Id).SingleOrDefaultAsync(cancellationToken) is not { } campaignId)
        {
            return CampaignChange.Unknown(slug);
        }

        // Without the campaign's lock, which a drain needs: orders of the same moment may go over the bound.
        if (await db.Set<CouponJob>().CountAsync(j => j.CampaignId == campaignId && j.FinishedAt == null, cancellationToken) >= CouponJobRules.UnfinishedMax)
        {
            return new Refusal(RefusalKind.TooManyJobs, $"The campaign '{slug}' has {CouponJobRules.UnfinishedMax} unfinished jobs; wait until one is done.") { Bound = CouponJobRules.UnfinishedMax };
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        CouponJob job = new()
        {
            CampaignId = campaignId,
            Act = order.Act!.Value,
            ReturnsUnits = order.ReturnUnit ?? false,
            Reason = order.Reason!,
            ActorId = by.Id,
            ActorName = by.Name,
            Address = by.Address,
            CreatedAt = clock.Now,
            Total = numbers.Count,
        };
        db.Add(job);
        await db.SaveChangesAsync(cancellationToken);
        db.AddRange(numbers.Select((number, index) => new CouponJobItem { JobId = job.Id, Position = index + 1, Number = number }));
        AuditTrail.Write(db, job.CreatedAt, by, AuditAction.StartCouponJob, slug, order.Reason, new Started(job.Id, job.Act.ToString(), job.Total, job.ReturnsUnits));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return CouponJobView.Of(job, slug);
    }

    private sealed record Started(long Job, string Act, int Coupons, bool ReturnUnit) : IAuditChange;
}
