using System.Diagnostics;
using CouponAdmin.Bench.Load;
using CouponAdmin.Bench.Sales;

namespace CouponAdmin.Bench.Scenarios;

/// <summary>Looks every few milliseconds how many coupons the database holds, and so knows when each came to be.</summary>
internal sealed class StoredWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);
    private readonly CancellationTokenSource _end = new();
    private readonly List<(int Count, long At)> _seen = [];
    private readonly Task _watching;

    /// <param name="sale">Whose coupons.</param>
    /// <param name="already">As many are stored before: what came of them isn't watched.</param>
    public StoredWatch(Sale sale, int already = 0) => _watching = Task.Run(() => WatchAsync(sale, already));

    /// <summary>When the last coupon was seen.</summary>
    public long LastAt => _seen.Count == 0 ? 0 : _seen[^1].At;

    /// <summary>How fast coupons came, from the first that was seen to the last.</summary>
    public double RowsPerSecond => _seen.Count < 2 ? 0 : (_seen[^1].Count - _seen[0].Count) / Stopwatch.GetElapsedTime(_seen[0].At, _seen[^1].At).TotalSeconds;

    /// <summary>Milliseconds from the sending of each accepted claim to its coupon; the k-th claim sent is matched with the k-th coupon stored.</summary>
    /// <remarks>Exact for the product, which stores in the order of tickets; for the others the sum is exact and the percentiles are near.</remarks>
    public double[] ClaimToCoupon(LoadResult load)
    {
        long[] sent = [.. load.AcceptedSent.Order()];
        double[] took = new double[sent.Length];
        int at = 0;
        for (int i = 0; i < sent.Length; i++)
        {
            while (at < _seen.Count - 1 && _seen[at].Count < i + 1)
            {
                at++;
            }

            took[i] = Stopwatch.GetElapsedTime(sent[i], _seen[at].At).TotalMilliseconds;
        }

        Array.Sort(took);
        return took;
    }

    /// <summary>Ends the watch once so many are stored.</summary>
    public async Task UntilAsync(int count)
    {
        long began = Stopwatch.GetTimestamp();
        while (_seen.Count == 0 || _seen[^1].Count < count)
        {
            if (_watching.IsCompleted || Stopwatch.GetElapsedTime(began) > TimeSpan.FromMinutes(2))
            {
                throw new OracleException($"{(_seen.Count == 0 ? 0 : _seen[^1].Count)} of {count} coupons were stored.");
            }

            await Task.Delay(Interval);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching;
        _end.Dispose();
    }

    private async Task WatchAsync(Sale sale, int already)
    {
        int last = already;
        while (!_end.IsCancellationRequested)
        {
            int count = await sale.StoredAsync();
            if (count > last)
            {
                last = count;
                _seen.Add((count, Stopwatch.GetTimestamp()));
            }

            await Task.Delay(Interval);
        }
    }
}
