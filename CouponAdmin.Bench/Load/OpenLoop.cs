using System.Diagnostics;
using System.Threading.Channels;

namespace CouponAdmin.Bench.Load;

/// <summary>People who come at their own moments, whether or not others were answered. Timed from the moment when each was due: a stall counts for all who came meanwhile.</summary>
internal static class OpenLoop
{
    /// <param name="perSecond">Arrivals, evenly spread.</param>
    public static async Task<LoadResult> RunAsync(HttpConnection[] connections, RequestText request, double perSecond, TimeSpan duration)
    {
        LoadResult result = new((int)duration.TotalSeconds + 60);
        long total = (long)(perSecond * duration.TotalSeconds);
        double ticksEach = Stopwatch.Frequency / perSecond;
        Channel<long> due = Channel.CreateUnbounded<long>(new UnboundedChannelOptions { SingleWriter = true });
        result.Began = Stopwatch.GetTimestamp();
        Task[] senders = [.. connections.Select(connection => Task.Run(() => SendDueAsync(connection, request, due.Reader, result, ticksEach)))];
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
        return result;
    }

    private static async Task SendDueAsync(HttpConnection connection, RequestText request, ChannelReader<long> due, LoadResult result, double ticksEach)
    {
        await foreach (long sequence in due.ReadAllAsync())
        {
            int status = await connection.SendAsync(request, sequence);
            result.Add(status, result.Began + (long)(sequence * ticksEach), Stopwatch.GetTimestamp());
        }
    }
}
