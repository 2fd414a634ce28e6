using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.LiveFeed;

/// <summary>What an instance remembers of one sale's last ten seconds, in tenths. A reading counts only what came since the one before.</summary>
/// <remarks>One writer: the feed's reader. The depth is never sampled: it is the tickets less the rows at each moment, so it is as good for the time between two looks, and before the first.</remarks>
internal sealed class LiveRushBook(LiveRushSource source)
{
    /// <summary>The first look finds rows of claims that had waited for so long; older ones are in no point.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(5);

    private static readonly long Width = LiveRush.Width.Ticks / TimeSpan.TicksPerMicrosecond;

    // By the number of the bucket since 1970.
    private readonly Dictionary<long, long> _admitted = [];
    private readonly Dictionary<long, long> _recorded = [];
    private long? _next;
    private long? _watermark;
    private StoreTime? _first;
    private StoreTime? _lastAnswer;

    /// <param name="campaign">Its key.</param>
    /// <param name="books">As the pulse of this reading has them.</param>
    /// <param name="now">The pulse's moment.</param>
    /// <param name="isSoldOut">Nothing is left.</param>
    public async Task<LiveRush> ReadAsync(Guid campaign, PulseBooks books, StoreTime now, bool isSoldOut)
    {
        long oldest = BucketOf(now + -LiveRush.Span);
        long from = Math.Max(_next ?? oldest, oldest);
        TicketCount counted = await source.TicketsAsync(campaign, new StoreTime(from * Width));
        for (int i = 0; i < counted.Buckets.Count; i++)
        {
            _admitted[from + i] = counted.Buckets[i];
        }

        _next = from + counted.Buckets.Count;
        await NoteRecordedAsync(books, now);
        Prune(_next.Value - LiveRush.PointCount);
        return new LiveRush(
            Points(_next.Value, counted.Given - counted.GivenSince, books.Recorded), _first?.ToDateTimeOffset(),
            isSoldOut && books.LastTicket > 0 ? new StoreTime(books.LastTicket).ToDateTimeOffset() : null, _lastAnswer?.ToDateTimeOffset());
    }

    private async Task NoteRecordedAsync(PulseBooks books, StoreTime now)
    {
        if (books.Recorded == 0 || books.Watermark == _watermark)
        {
            return;
        }

        // A watermark that fell back is a restored database's: what was counted is void.
        if (_watermark is { } before && books.Watermark < before)
        {
            _recorded.Clear();
            _watermark = null;
        }

        long above = _watermark ?? (now + -WaitMax).Microseconds;
        RowNews news = await source.RecordedAsync(books.CampaignId, above, books.Watermark, now + -LiveRush.Span);
        foreach ((long bucket, long rows) in news.Buckets)
        {
            _recorded[bucket] = _recorded.GetValueOrDefault(bucket) + rows;
        }

        (_watermark, _first, _lastAnswer) = (books.Watermark, news.First, news.LastAnswer);
    }

    // From the newest edge backwards, where both sums are known.
    private LiveRushPoint[] Points(long end, long admitted, long recorded)
    {
        LiveRushPoint[] points = new LiveRushPoint[LiveRush.PointCount];
        recorded -= _recorded.Where(bucket => bucket.Key >= end).Sum(bucket => bucket.Value);
        for (int i = points.Length - 1; i >= 0; i--)
        {
            long bucket = end - points.Length + i;
            (long came, long went) = (_admitted.GetValueOrDefault(bucket), _recorded.GetValueOrDefault(bucket));
            points[i] = new LiveRushPoint(new StoreTime(bucket * Width).ToDateTimeOffset(), came, went, Math.Max(0, admitted - recorded));
            (admitted, recorded) = (admitted - came, recorded - went);
        }

        return points;
    }

    private void Prune(long oldest)
    {
        foreach (Dictionary<long, long> counts in new[] { _admitted, _recorded })
        {
            foreach (long bucket in counts.Keys.Where(b => b < oldest).ToArray())
            {
                counts.Remove(bucket);
            }
        }
    }

    private static long BucketOf(StoreTime moment) => moment.Microseconds / Width;
}
