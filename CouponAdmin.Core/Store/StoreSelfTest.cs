using System.Globalization;
using StackExchange.Redis;

namespace CouponAdmin.Core.Store;

/// <summary>Refuses a store whose scripts are not atomic: eight connections race on one key, and every answer must be different.</summary>
/// <remarks>The race also finds an embedded server that stalls for want of pool threads: each call has its time-out.</remarks>
public static class StoreSelfTest
{
    public const int Connections = 8;
    private const int CallsPerConnection = 25;
    private const int CounterLivesMs = 60_000;
    private static readonly RedisScript Race = RedisScript.Load("race_counter-1");

    /// <summary>Runs the race on connections of its own.</summary>
    /// <exception cref="StoreNotAtomicException">Two callers got the same number.</exception>
    /// <exception cref="RedisException">The store doesn't answer, or doesn't let us in or do what a sale needs.</exception>
    internal static async Task RunAsync(ConfigurationOptions options, CancellationToken cancellationToken)
    {
        RedisKey counter = $"coupon:{{selftest-{Guid.NewGuid():N}}}:race";
        (options.AbortOnConnectFail, options.ConnectTimeout, options.AsyncTimeout) = (true, 5_000, 5_000);
        // Whoever starts the test asks again by itself; the client's own attempts would hold back a store's refusal for seconds.
        options.ConnectRetry = 1;

        // The client counts INFO and other questions of the rights' check as administration.
        options.AllowAdmin = true;
        Task<ConnectionMultiplexer>[] opening = [.. Enumerable.Range(0, Connections).Select(_ => OpenAsync(options))];
        try
        {
            ConnectionMultiplexer[] connections = await Task.WhenAll(opening);
            await StoreRights.CheckAsync(connections[0], options.User);
            int[][] counts = await Task.WhenAll(connections.Select(c => CountAsync(c.GetDatabase(), counter, cancellationToken)));
            if (counts.SelectMany(c => c).Distinct().Count() != Connections * CallsPerConnection)
            {
                throw new StoreNotAtomicException();
            }
        }
        finally
        {
            // Some may have been opened though others were not.
            foreach (Task<ConnectionMultiplexer> opened in opening.Where(o => o.IsCompletedSuccessfully))
            {
                await (await opened).DisposeAsync();
            }
        }
    }

    // A user who may not even do what the client does on the way in is turned away without a word; the client's own log has it.
    internal static async Task<ConnectionMultiplexer> OpenAsync(ConfigurationOptions options)
    {
        await using StringWriter log = new(CultureInfo.InvariantCulture);
        try
        {
            return await ConnectionMultiplexer.ConnectAsync(options, TextWriter.Synchronized(log));
        }
        catch (RedisConnectionException e) when (!StoreRefusedException.IsDenial(e) && StoreRefusedException.SaidBy(log.ToString()) is { } denial)
        {
            throw new RedisConnectionException(ConnectionFailureType.AuthenticationFailure, CommandFlags.None, denial, e);
        }
    }

    private static async Task<int[]> CountAsync(IDatabase store, RedisKey counter, CancellationToken cancellationToken)
    {
        int[] counts = new int[CallsPerConnection];
        for (int i = 0; i < counts.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            counts[i] = (int)await Race.RunAsync(store, [counter], CounterLivesMs);
        }

        return counts;
    }
}

/// <summary>The store runs scripts of two callers at once: it could give one coupon twice, so it is refused.</summary>
public sealed class StoreNotAtomicException() : Exception(
    "The store does not run scripts atomically. Use Redis 7 or later; Microsoft Garnet needs --lua true --lua-transaction-mode true.");
