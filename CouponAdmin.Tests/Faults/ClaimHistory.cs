using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using CouponAdmin.Tests.Acceptance;

namespace CouponAdmin.Tests.Faults;

/// <summary>One question of one client, and what became of it; no ticket when nobody answered, or the answer was a refusal.</summary>
internal sealed record ClaimAttempt(string Member, long Sent, long Received, HttpStatusCode? Status, long? Ticket);

/// <summary>A row of the exported file.</summary>
internal sealed record ExportedRow(int Number, string Member, string Code, long Ticket);

/// <summary>What all clients wrote down, and the oracle that holds it against what was recorded.</summary>
internal sealed class ClaimHistory
{
    private readonly ConcurrentQueue<ClaimAttempt> _attempts = new();

    public IReadOnlyList<ClaimAttempt> Acknowledged => [.. _attempts.Where(a => a.Ticket is not null)];

    public int Unanswered => _attempts.Count(a => a.Status is null);

    /// <summary>Asks once and writes it down, whatever happens.</summary>
    public async Task AskAsync(SaleClient sale, string slug, string member, string token)
    {
        long sent = TimeProvider.System.GetTimestamp();
        try
        {
            Answer answer = await sale.ClaimAsync(slug, token);
            long? ticket = answer.Status is HttpStatusCode.Accepted or HttpStatusCode.OK ? answer.Number("ticket") : null;
            _attempts.Enqueue(new ClaimAttempt(member, sent, TimeProvider.System.GetTimestamp(), answer.Status, ticket));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            _attempts.Enqueue(new ClaimAttempt(member, sent, TimeProvider.System.GetTimestamp(), null, null));
        }
    }

    /// <summary>
    /// The oracle: every acknowledged ticket is a row of its member, nobody has two, nothing is given twice, numbers have no gap,
    /// the order is the order of the answers, and at most <paramref name="quantity"/> are held.
    /// </summary>
    public void AssertKept(IReadOnlyList<ExportedRow> rows, int quantity)
    {
        Dictionary<string, ExportedRow> byMember = rows.ToDictionary(r => r.Member, StringComparer.Ordinal);
        Assert.All(Acknowledged, a => Assert.True(
            byMember.TryGetValue(a.Member, out ExportedRow? row) && row.Ticket == a.Ticket, $"{a} was acknowledged and is not recorded as such"));
        Assert.Equal(rows.Count, rows.Select(r => r.Ticket).Distinct().Count());
        Assert.Equal(rows.Count, rows.Select(r => r.Code).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Enumerable.Range(1, rows.Count), rows.Select(r => r.Number));
        Assert.Equal(rows.Select(r => r.Ticket).Order(), rows.Select(r => r.Ticket));
        Assert.True(rows.Count <= quantity, $"{rows.Count} coupons of {quantity}");
        AssertInOrder();
    }

    public static IReadOnlyList<ExportedRow> Parse(string csv) =>
    [
        .. csv.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(','))
            .Select(f => new ExportedRow(int.Parse(f[0], CultureInfo.InvariantCulture), f[1], f[2], long.Parse(f[3], CultureInfo.InvariantCulture))),
    ];

    // Promise P7, for members whose first question was answered: one who asked again after silence may rightly hold an older ticket.
    private void AssertInOrder()
    {
        ClaimAttempt[] firsts =
        [
            .. _attempts.GroupBy(a => a.Member, StringComparer.Ordinal).Select(g => g.MinBy(a => a.Sent)!).Where(a => a.Ticket is not null),
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

            Assert.True(attempt.Ticket > highest, $"{attempt} is not above {highest}, which was answered before it was sent");
        }
    }
}
