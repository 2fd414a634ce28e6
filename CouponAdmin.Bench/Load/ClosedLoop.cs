using System.Diagnostics;

namespace CouponAdmin.Bench.Load;

/// <summary>So many users, each of whom asks again as soon as the answer is there: the customer's own kind of test.</summary>
internal static class ClosedLoop
{
    /// <param name="connections">Kept alive, one a user.</param>
    /// <param name="requestsMax">Ends earlier once so many were sent.</param>
    public static async Task<LoadResult> RunAsync(HttpConnection[] connections, RequestText request, TimeSpan duration, long requestsMax = long.MaxValue)
    {
        LoadResult result = new((int)duration.TotalSeconds);
        long next = -1;
        result.Began = Stopwatch.GetTimestamp();
        await Task.WhenAll(connections.Select(connection => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(result.Began) < duration)
            {
                long sequence = Interlocked.Increment(ref next);
                if (sequence >= requestsMax)
                {
                    return;
                }

                long sent = Stopwatch.GetTimestamp();
                int status = await connection.SendAsync(request, sequence);
                result.Add(status, sent, Stopwatch.GetTimestamp());
            }
        })));
        result.Elapsed = Stopwatch.GetElapsedTime(result.Began);
        return result;
    }
}
