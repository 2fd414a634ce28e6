using CouponAdmin.Core.Issuance;

namespace CouponAdmin.Tests.Faults;

/// <summary>Says which promises the evidence breaks, each in a sentence that begins with the promise's number; empty: all are kept.</summary>
internal static class PromiseOracle
{
    public static IReadOnlyList<string> Broken(SaleEvidence evidence) =>
    [
        .. Lost(evidence), .. TooMany(evidence), .. Doubled(evidence), .. Changed(evidence), .. OutOfOrder(evidence), .. Gaps(evidence),
        .. Untold(evidence), .. Unbalanced(evidence),
    ];

    /// <summary>The numbers of the promises that are broken.</summary>
    public static IReadOnlyList<string> Promises(IEnumerable<string> broken) =>
        [.. broken.Select(sentence => sentence.Split(' ')[0]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    // P1, P2: an acknowledged ticket is a row of its member that holds a unit, or was taken back by an operator.
    private static IEnumerable<string> Lost(SaleEvidence evidence)
    {
        ILookup<string, IssuanceRecord> rows = evidence.Rows.ToLookup(r => r.Member, StringComparer.Ordinal);
        foreach (ClaimAttempt a in evidence.History.Acknowledged)
        {
            if (!rows[a.Member].Any(r => r.Ticket == a.Ticket && r.Status is not (ClaimStatus.Refused or ClaimStatus.QueueExpired)))
            {
                yield return $"P1 {a.Member} was acknowledged ticket {a.Ticket} and doesn't have it";
            }
        }
    }

    private static IEnumerable<string> TooMany(SaleEvidence evidence)
    {
        int held = evidence.Rows.Count(r => r.Status is not (ClaimStatus.QueueExpired or ClaimStatus.Refused) && !r.IsUnitReturned);
        if (held > evidence.Books.Quantity)
        {
            yield return $"P4 {held} coupons are held of {evidence.Books.Quantity}";
        }
    }

    private static IEnumerable<string> Doubled(SaleEvidence evidence) =>
    [
        .. Repeated(evidence.Rows.Select(r => r.Member)).Select(m => $"P5 {m} has two rows"),
        .. Repeated(evidence.Rows.Select(r => r.Ticket)).Select(t => $"P7 ticket {t} has two rows"),
        .. Repeated(evidence.Rows.Where(r => r.Number is not null).Select(r => r.Number!.Value)).Select(n => $"P7 number {n} was given twice"),
        .. Repeated(evidence.Rows.Where(r => r.Code is not null).Select(r => r.Code!)).Select(c => $"P5 code {c} was given twice"),
    ];

    // What members were told: one ticket each, whenever they asked, and nobody else's.
    private static IEnumerable<string> Changed(SaleEvidence evidence)
    {
        (string Member, long Ticket)[] told = [.. evidence.History.Acknowledged.Select(a => (a.Member, a.Ticket!.Value)).Distinct()];
        return
        [
            .. Repeated(told.Select(t => t.Member)).Select(m => $"P6 {m} asked again and got another ticket"),
            .. Repeated(told.Select(t => t.Ticket)).Select(t => $"P7 ticket {t} was told to two members"),
        ];
    }

    // P7, for members whose first question was answered: one who asked again after silence may rightly hold an older ticket.
    private static IEnumerable<string> OutOfOrder(SaleEvidence evidence)
    {
        ClaimAttempt[] firsts =
        [
            .. evidence.History.Attempts.GroupBy(a => a.Member, StringComparer.Ordinal).Select(g => g.MinBy(a => a.Sent)!).Where(a => a.Ticket is not null),
        ];
        ClaimAttempt[] byReceived = [.. firsts.OrderBy(a => a.Received)];
        long highest = 0;
        int next = 0;
        foreach (ClaimAttempt attempt in firsts.OrderBy(a => a.Sent))
        {
            for (; next < byReceived.Length && byReceived[next].Received < attempt.Sent; next++)
            {
                highest = Math.Max(highest, byReceived[next].Ticket!.Value);
            }

            if (attempt.Ticket <= highest)
            {
                yield return $"P7 {attempt.Member} got {attempt.Ticket}, not above {highest}, which was answered before they asked";
            }
        }
    }

    private static IEnumerable<string> Gaps(SaleEvidence evidence)
    {
        int[] numbers = [.. evidence.Rows.Where(r => r.Number is not null).OrderBy(r => r.Ticket).Select(r => r.Number!.Value)];
        if (!numbers.SequenceEqual(Enumerable.Range(1, numbers.Length)))
        {
            yield return $"P7 the numbers in the order of the tickets are not 1…{numbers.Length}";
        }
    }

    private static IEnumerable<string> Untold(SaleEvidence evidence) =>
        evidence.Rows.Where(r => evidence.Shown.TryGetValue(r.Member, out string? code) && code != r.Code)
            .Select(r => $"P9 {r.Member} has {r.Code ?? "no code"} and is shown {evidence.Shown[r.Member] ?? "none"}");

    private static IEnumerable<string> Unbalanced(SaleEvidence evidence)
    {
        var (books, rows) = (evidence.Books, evidence.Rows);
        int voided = rows.Count(r => r.Status is ClaimStatus.QueueExpired or ClaimStatus.Refused || r.IsUnitReturned);
        (string What, int Counted, int Booked)[] accounts =
        [
            ("rows", rows.Count, books.Recorded),
            ("numbers", rows.Count(r => r.Number is not null), books.Issued),
            ("units returned", rows.Count(r => r.IsUnitReturned), books.Returned),
            ("rows in quarantine", rows.Count(r => r.Status == ClaimStatus.Quarantined), books.Quarantined),
            ("tickets without a unit", voided, books.Voided),
            ("tickets in the store", evidence.Admitted, rows.Count + (evidence.Queue?.Count(q => q.Ticket > books.Watermark) ?? 0)),
        ];
        foreach ((string what, int counted, int booked) in accounts.Where(a => a.Counted != a.Booked))
        {
            yield return $"P14 {what}: {counted} are there, the books say {booked}";
        }

        if (evidence.Queue is { } queue)
        {
            HashSet<QueuedTicket> held = [.. queue];
            foreach (IssuanceRecord row in rows.Where(r => !held.Contains(new QueuedTicket(r.Member, r.Ticket))))
            {
                yield return $"P14 the row of {row.Member}, ticket {row.Ticket}, is not in the queue";
            }
        }
    }

    private static IEnumerable<T> Repeated<T>(IEnumerable<T> values)
        where T : notnull => values.GroupBy(v => v).Where(g => g.Skip(1).Any()).Select(g => g.Key);
}
