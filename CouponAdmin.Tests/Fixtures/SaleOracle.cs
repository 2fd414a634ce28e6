using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
using StackExchange.Redis;

namespace CouponAdmin.Tests.Fixtures;

/// <summary>What must hold of every sale at every moment, whatever happened to it.</summary>
internal static class SaleOracle
{
    /// <summary>Fences, numbers, codes and books.</summary>
    public static async Task HoldsAsync(TestSale sale)
    {
        Campaign row = await sale.RowAsync();
        List<IssuanceRecord> rows = await sale.RowsAsync();
        SortedSetEntry[] queue = await sale.QueueAsync();
        Assert.True(row.Held <= row.Quantity, $"{row.Held} coupons are held of {row.Quantity}");
        Assert.Equal(Enumerable.Range(1, row.Issued), rows.Where(r => r.Number is not null).Select(r => r.Number!.Value).Order());
        Unique(rows.Select(r => r.Member));
        Unique(rows.Where(r => r.Code is not null).Select(r => r.Code!));
        Unique(queue.Select(e => e.Score));
        CountersAgree(row, rows);

        // Tickets given = rows recorded + still queued; nobody's row is missing in the queue.
        Dictionary<string, long> tickets = queue.ToDictionary(e => (string)e.Element!, e => (long)e.Score, StringComparer.Ordinal);
        IReadOnlyDictionary<long, string> unstorable = await sale.UnstorableAsync();
        Assert.All(rows, r => Assert.Equal(r.Ticket, tickets.GetValueOrDefault(unstorable.GetValueOrDefault(r.Ticket, r.Member))));
        Assert.Equal(queue.Length, rows.Count + tickets.Values.Count(t => t > row.Watermark));
    }

    /// <summary>Everybody who was told a ticket has it: in a row or in the queue.</summary>
    public static async Task KeptAsync(TestSale sale, IEnumerable<(string Member, long Ticket)> acknowledged)
    {
        Dictionary<string, long> held = (await sale.QueueAsync()).ToDictionary(e => (string)e.Element!, e => (long)e.Score, StringComparer.Ordinal);
        Assert.All(acknowledged, a => Assert.Equal(a.Ticket, held.GetValueOrDefault(a.Member)));
    }

    private static void CountersAgree(Campaign row, List<IssuanceRecord> rows)
    {
        Assert.Equal(rows.Count, row.Recorded);
        Assert.Equal(rows.Count(r => r.IsUnitReturned), row.Returned);
        Assert.Equal(rows.Count(r => r.Status == ClaimStatus.Quarantined), row.Quarantined);
        Assert.Equal(rows.Count(r => r.Status is ClaimStatus.QueueExpired or ClaimStatus.Refused || r.IsUnitReturned), row.Voided);
    }

    private static void Unique<T>(IEnumerable<T> values)
    {
        T[] all = [.. values];
        Assert.Equal(all.Length, all.Distinct().Count());
    }
}
