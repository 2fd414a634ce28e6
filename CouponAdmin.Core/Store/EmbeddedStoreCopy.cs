using Garnet;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CouponAdmin.Core.Store;

/// <summary>Copies what lives in one server into an empty one: the log of the second holds each value once, not every write that led to it.</summary>
/// <remarks>For the embedded server only, which nobody shares: it walks over all keys.</remarks>
internal static class EmbeddedStoreCopy
{
    private const int AtOnce = 1_000;

    /// <summary>Serves both folders on ports that no client knows, so that nobody writes into what is being copied.</summary>
    /// <returns>How many keys were copied.</returns>
    /// <exception cref="InvalidOperationException">A key is of a kind that the product doesn't write, or the copy isn't whole: it must not be used.</exception>
    public static async Task<int> RunAsync(EmbeddedStoreFolders folders, string password, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        GarnetServer? source = null, target = null;
        try
        {
            // Recovery blocks for as long as there is log to replay, so it runs on the pool.
            (int from, int to) = (EmbeddedServer.FindFreePort(), EmbeddedServer.FindFreePort());
            source = await Task.Run(() => EmbeddedServer.Open(folders.Current, from, password, loggers), CancellationToken.None);
            target = await Task.Run(() => EmbeddedServer.Open(folders.Copy, to, password, loggers), CancellationToken.None);
            return await CopyAsync(EmbeddedServer.AddressOf(from, password), EmbeddedServer.AddressOf(to, password), cancellationToken);
        }
        finally
        {
            await Task.Run(() => target?.Dispose(deleteDir: false), CancellationToken.None);
            await Task.Run(() => source?.Dispose(deleteDir: false), CancellationToken.None);
        }
    }

    private static async Task<int> CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        await using ConnectionMultiplexer source = await ConnectAsync(from);
        await using ConnectionMultiplexer target = await ConnectAsync(to);
        IDatabase read = source.GetDatabase(), write = target.GetDatabase();
        HashSet<RedisKey> copied = [];
        await foreach (RedisKey key in source.GetServers()[0].KeysAsync(pageSize: AtOnce).WithCancellation(cancellationToken))
        {
            if (!copied.Contains(key) && await TryCopyAsync(read, write, key, cancellationToken))
            {
                copied.Add(key);
            }
        }

        return copied.Count;
    }

    private static Task<ConnectionMultiplexer> ConnectAsync(string configuration)
    {
        ConfigurationOptions options = ConfigurationOptions.Parse(configuration);
        options.AsyncTimeout = options.SyncTimeout = (int)TimeSpan.FromMinutes(1).TotalMilliseconds;
        return ConnectionMultiplexer.ConnectAsync(options);
    }

    /// <summary>False when the key went meanwhile, by its expiry.</summary>
    private static async Task<bool> TryCopyAsync(IDatabase read, IDatabase write, RedisKey key, CancellationToken cancellationToken)
    {
        DateTime? ends = await read.KeyExpireTimeAsync(key);
        switch (await read.KeyTypeAsync(key))
        {
            case RedisType.None:
                return false;
            case RedisType.String:
                await write.StringSetAsync(key, await read.StringGetAsync(key));
                break;
            case RedisType.Hash:
                await write.HashSetAsync(key, await read.HashGetAllAsync(key));
                break;
            case RedisType.Set:
                await write.SetAddAsync(key, await read.SetMembersAsync(key));
                break;
            case RedisType.SortedSet:
                await CopySortedSetAsync(read, write, key, cancellationToken);
                break;
            case var kind:
                throw new InvalidOperationException($"The store's key {key} is a {kind}, which the product doesn't write.");
        }

        if (ends is { } moment)
        {
            await write.KeyExpireAsync(key, moment);
        }

        return true;
    }

    // A queue has a million members: read and written in portions.
    private static async Task CopySortedSetAsync(IDatabase read, IDatabase write, RedisKey key, CancellationToken cancellationToken)
    {
        List<SortedSetEntry> portion = new(AtOnce);
        await foreach (SortedSetEntry entry in read.SortedSetScanAsync(key, pageSize: AtOnce).WithCancellation(cancellationToken))
        {
            portion.Add(entry);
            if (portion.Count == AtOnce)
            {
                await write.SortedSetAddAsync(key, [.. portion]);
                portion.Clear();
            }
        }

        await write.SortedSetAddAsync(key, [.. portion]);
        (long there, long here) = (await read.SortedSetLengthAsync(key), await write.SortedSetLengthAsync(key));
        if (there != here)
        {
            throw new InvalidOperationException($"The copy of {key} has {here} members instead of {there}.");
        }
    }
}
