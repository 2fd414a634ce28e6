using CouponAdmin.Core.Issuance.Tally;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.LiveFeed;

/// <summary>What an instance remembers of one sale's last hour: answers read from the store's tallies, queue depths as they were seen.</summary>
/// <remarks>One writer: the feed's reader. The first reading fetches the hour; each further one only the minutes whose counts may still grow.</remarks>
internal sealed class TraceBook(TallyStore tallies)
{
    /// <summary>Instances bring their counts once a second: the newest seconds are not whole yet, and are not drawn.</summary>
    private const int UnfinishedSeconds = 2;

    /// <summary>A minute is read again for so long after its end, for counts that were brought late.</summary>
    private static readonly TimeSpan LateCounts = TimeSpan.FromSeconds(5);

    private readonly Dictionary<long, TraceSecond> _seconds = [];
    private StoreTime? _readAt;

    /// <summary>Keeps the deepest queue of a second.</summary>
    public void Note(StoreTime now, int queueDepth)
    {
        long second = UnixOf(now);
        TraceSecond? known = _seconds.GetValueOrDefault(second);
        _seconds[second] = new TraceSecond(second, known?.Answers, Math.Max(queueDepth, known?.QueueDepth ?? 0));
        Prune(second);
    }

    /// <summary>Reads what is new from the store, and gives the hour up to now.</summary>
    public async Task<SaleTrace> ReadAsync(Guid campaign, StoreTime now)
    {
        StoreTime from = _readAt is { } last && now - last < SaleTrace.Kept ? last + -LateCounts : now + -SaleTrace.Kept;
        foreach (TallySecond tally in await tallies.ReadAsync(campaign, from, now))
        {
            long second = tally.Second.ToUnixTimeSeconds();
            _seconds[second] = new TraceSecond(second, tally.Answers, _seconds.GetValueOrDefault(second)?.QueueDepth);
        }

        _readAt = now;
        Prune(UnixOf(now));
        return new SaleTrace(UnixOf(now) - UnfinishedSeconds + 1, [.. _seconds.Values]);
    }

    private void Prune(long now)
    {
        long oldest = now - (long)SaleTrace.Kept.TotalSeconds - (long)SaleTrace.WidthOf(TraceRange.OneHour).TotalSeconds;
        foreach (long second in _seconds.Keys.Where(s => s < oldest).ToArray())
        {
            _seconds.Remove(second);
        }
    }

    private static long UnixOf(StoreTime moment) => moment.Microseconds / 1_000_000;
}
