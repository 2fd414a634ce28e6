using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Issuance.Bulk;

/// <summary>How far a job is.</summary>
public enum CouponJobState
{
    Waiting,
    Running,
    Finished,
}

/// <summary>A job, as shown.</summary>
/// <param name="Total">Coupons that were named.</param>
/// <param name="Done">Coupons that were looked at.</param>
/// <param name="Changed">Of those, the ones that were revoked or restored; the results say why the others were not.</param>
/// <param name="StartedBy">Who ordered it.</param>
public sealed record CouponJobView(
    long Id, string Campaign, CouponJobAct Act, CouponJobState State, int Total, int Done, int Changed, bool ReturnUnit, string Reason, string StartedBy, DateTimeOffset CreatedAt)
{
    public DateTimeOffset? FinishedAt { get; init; }

    internal static CouponJobView Of(CouponJob job, string slug) => new(
        job.Id, slug, job.Act, StateOf(job), job.Total, job.Done, job.Changed, job.ReturnsUnits, job.Reason, job.ActorName, job.CreatedAt.ToDateTimeOffset())
    {
        FinishedAt = job.FinishedAt is { } end ? end.ToDateTimeOffset() : null,
    };

    private static CouponJobState StateOf(CouponJob job) => job switch
    {
        { FinishedAt: not null } => CouponJobState.Finished,
        { Turn: 0 } => CouponJobState.Waiting,
        _ => CouponJobState.Running,
    };
}

/// <summary>One page of a campaign's jobs, the newest first.</summary>
/// <param name="Items">At most the asked-for limit.</param>
/// <param name="Next">Pass as <c>after</c> for the next page; null on the last.</param>
public sealed record CouponJobPage(IReadOnlyList<CouponJobView> Items, long? Next);

/// <summary>What became of one coupon.</summary>
/// <param name="Outcome">Null: its turn has not come.</param>
public sealed record CouponJobResult(int Number, CouponJobOutcome? Outcome);

/// <summary>One page of a job's coupons, as they were given.</summary>
/// <param name="Items">At most the asked-for limit.</param>
/// <param name="Next">Pass as <c>after</c> for the next page; null on the last.</param>
public sealed record CouponJobResultPage(IReadOnlyList<CouponJobResult> Items, long? Next);
