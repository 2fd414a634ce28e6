namespace CouponAdmin.Core.Issuance.Reconcile;

/// <summary>What can be out of step between store, queue and database.</summary>
public enum FindingKind
{
    /// <summary>The store has no facts: claims are answered as not ready.</summary>
    FactsMissing,

    /// <summary>The store's facts are not those of the database.</summary>
    FactsDiffer,

    /// <summary>The store doesn't hold the campaign's member list as a whole: claims are answered as not ready.</summary>
    MemberListMissing,

    /// <summary>The store's copy of the watermark or of the count of rows is behind the database: members are told their progress late.</summary>
    ProgressBehind,

    /// <summary>The store's copy of the watermark is ahead of the database: a database that was restored, or a damaged copy.</summary>
    ProgressAhead,

    /// <summary>Rows whose member is missing in the queue: the store lost data.</summary>
    TicketsMissing,

    /// <summary>Rows whose member has another ticket in the queue.</summary>
    TicketsDiffer,

    /// <summary>Tickets up to the watermark that have no row: passed over.</summary>
    Strays,

    /// <summary>A counter of the campaign's row is not what its rows add up to.</summary>
    CounterWrong,

    /// <summary>Numbers with a gap. No repair: nobody can say whose number it was.</summary>
    NumberGap,
}

/// <summary>One difference.</summary>
/// <param name="Count">How many tickets, rows or units it is about.</param>
/// <param name="Example">A member, ticket, counter or number to look at.</param>
public sealed record Finding(FindingKind Kind, int Count, string Example)
{
    /// <summary>Whether there is one right answer.</summary>
    public bool CanRepair => Kind != FindingKind.NumberGap;
}

/// <summary>What a comparison found, and whether it mended it.</summary>
/// <param name="Rows">Rows that were compared.</param>
/// <param name="Tickets">Tickets in the queue.</param>
public sealed record ReconcileReport(string Slug, int Rows, int Tickets, IReadOnlyList<Finding> Findings, bool IsRepaired, DateTimeOffset At, TimeSpan Took)
{
    public bool IsClean => Findings.Count == 0;
}
