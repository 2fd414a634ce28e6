using System.Diagnostics;
using System.Threading.Channels;

namespace CouponAdmin.Bench.Load;

/// <summary>People who come at their own moments, whether or not others were answered. Timed from the moment when each was due: a stall counts for all who came meanwhile.</summary>
internal static class OpenLoop
{
    /// <param name="perSecond">Arrivals, evenly spread.</param>
    public static async Task<LoadResult> RunAsync(HttpConnection[] connections, RequestText request, double perSecond, TimeSpan duration)
    {
        LoadResult result = new((int)duration.TotalSeconds + 60) { Began = Stopwatch.GetTimestamp() };
        await RunAsync(connections, request, perSecond, duration, result, (_, _, _) => { });
        return result;
    }

    /// <param name="result">Where to count; its beginning is the first arrival's moment.</param>
    /// <param name="answered">Called with each answer: number, status, and the moment when the request was due.</param>
    public static async Task RunAsync(
        HttpConnection[] connections, RequestText request, double perSecond, TimeSpan duration, LoadResult result, Action<long, int, long> answered)
    {
        long total = (long)(perSecond * duration.TotalSeconds);
        double ticksEach = Stopwatch.Frequency / perSecond;
        Channel<long> due = Channel.CreateUnbounded<long>(new UnboundedChannelOptions { SingleWriter = true });
        Task[] senders = [.. connections.Select(connection => Task.Run(async () =>
        {
            await foreach (long sequence in due.Reader.ReadAllAsync())
            {
                int status = await connection.SendAsync(request, sequence);
                long at = result.Began + (long)(sequence * ticksEach);
                result.Add(status, at, Stopwatch.GetTimestamp());
                answered(sequence, status, at);
            }
        }))];
        for (long sequence = 0; sequence < total;)
        {
            long until = Math.Min(total, (long)(Stopwatch.GetElapsedTime(result.Began).TotalSeconds * perSecond) + 1);
            while (sequence < until)
            {
                due.Writer.TryWrite(sequence++);
            }

            // A timer's millisecond, which is part of what is measured: the generator's own lateness is never hidden.
            await Task.Delay(1);
        }

        due.Writer.Complete();
        await Task.WhenAll(senders);
        result.Elapsed = Stopwatch.GetElapsedTime(result.Began);
    }
}
