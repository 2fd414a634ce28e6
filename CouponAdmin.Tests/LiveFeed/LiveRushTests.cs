using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.LiveFeed;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using Xunit;

namespace CouponAdmin.Tests.LiveFeed;

/// <summary>The live tenths of a second, held against the queue and the rows counted by hand.</summary>
public sealed class LiveRushTests
{
    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task LiveRush_WhenNobodyLookedBefore_ComputesTheDepthOfEachTenthFromTicketsAndRows(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 200);
        StoreTime now = new(await sale.NowUsAsync());
        long begin = (now + TimeSpan.FromSeconds(-4)).Microseconds;

        // A hundred in a second, recorded in two slices: for the time between nobody looked.
        await sale.PlantAsync([.. Enumerable.Range(0, 100).Select(i => ($"early{i}", begin + (i * 10_000L)))]);
        await sale.DrainAsync();
        await sale.ExecuteSqlAsync($"UPDATE \"issuances\" SET \"RecordedAt\" = {begin} + CASE WHEN \"Number\" <= 60 THEN 700000 ELSE 1500000 END");
        LivePulses pulses = sale.First.Get<LivePulses>();
        using IDisposable watching = pulses.Subscribe(sale.Slug, _ => { }, withTrace: true);
        await pulses.TickAsync(default);
        await AssertCountedAsync(sale, pulses.Latest(sale.Slug)!.Rush!);
        Assert.InRange(pulses.Latest(sale.Slug)!.Rush!.Points.Max(p => p.InQueue), 60, 70);
        Assert.Null(pulses.Latest(sale.Slug)!.Rush!.LastUnit);

        // More come, some of them recorded and some waiting, and then the rest: each is counted once.
        await sale.ClaimAllAsync(TestMembers.Take(40));
        await sale.DrainAsync();
        await sale.ClaimAllAsync(TestMembers.Take(100));
        await TickUntilCountedAsync(sale, pulses);
        await AssertCountedAsync(sale, pulses.Latest(sale.Slug)!.Rush!);
        await sale.DrainAsync();
        await TickUntilCountedAsync(sale, pulses);
        LiveRush rush = pulses.Latest(sale.Slug)!.Rush!;
        await AssertCountedAsync(sale, rush);

        List<IssuanceRecord> rows = await sale.RowsAsync();
        Assert.Equal((200, 0L), (rows.Count, rush.Points[^1].InQueue));
        Assert.Equal(
            (rows[0].ClaimedAt.ToDateTimeOffset(), rows[^1].ClaimedAt.ToDateTimeOffset(), rows[^1].RecordedAt.ToDateTimeOffset()),
            (rush.FirstClaim, rush.LastUnit, rush.LastAnswer));

        // The hour's chart has the depth between the looks too.
        int? deepest = pulses.Latest(sale.Slug)!.Trace!.Points(TraceRange.OneMinute).Max(p => p.QueueDepth);
        Assert.InRange(deepest ?? 0, 60, 200);
    }

    // A bucket counts once it is over: at most a tenth of a second after the newest claim.
    private static async Task TickUntilCountedAsync(TestSale sale, LivePulses pulses)
    {
        DateTimeOffset newest = await NewestAsync(sale);
        await Eventually.HoldsAsync(
            async () =>
            {
                await pulses.TickAsync(default);
                return pulses.Latest(sale.Slug)!.Rush!.Points[^1].At + LiveRush.Width;
            },
            end => end > newest);
    }

    private static async Task<DateTimeOffset> NewestAsync(TestSale sale)
    {
        long ticket = (await sale.CountsAsync()).LastTicket;
        long row = (await sale.RowsAsync()).Max(r => r.RecordedAt.Microseconds);
        return new StoreTime(Math.Max(ticket, row)).ToDateTimeOffset();
    }

    private static async Task AssertCountedAsync(TestSale sale, LiveRush rush)
    {
        long[] tickets = [.. (await sale.QueueAsync()).Select(entry => (long)entry.Score)];
        List<IssuanceRecord> rows = await sale.RowsAsync();
        Assert.Equal(LiveRush.PointCount, rush.Points.Count);
        foreach (LiveRushPoint point in rush.Points)
        {
            long begin = StoreTime.From(point.At).Microseconds, end = begin + 100_000;
            long depth = tickets.Count(t => t < end) - rows.Count(r => r.RecordedAt.Microseconds < end);
            Assert.Equal(
                (tickets.Count(t => t >= begin && t < end), rows.Count(r => r.RecordedAt.Microseconds >= begin && r.RecordedAt.Microseconds < end), depth),
                (point.Admitted, point.Recorded, point.InQueue));
        }
    }
}
