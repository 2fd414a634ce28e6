using System.Collections.Frozen;
using System.Net;
using CouponAdmin.Core.Results;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CouponAdmin.Core.Store;

/// <summary>One part of the store's keys.</summary>
/// <param name="Server">Its master's address; the last one that is known while it has none.</param>
/// <param name="Refusal">Why it takes no claim, such as <c>NOREPLICAS</c>; null: it takes them.</param>
public sealed record StoreShard(string Server, string? Refusal);

/// <summary>Writes a small key to each master every two seconds, as a claim is written: a server that answers may still refuse all claims.</summary>
/// <remarks>Not for the embedded store, whose log would grow by it: there the look at the last write to disk says the same.</remarks>
public sealed partial class StoreShards(
    StoreConnections store, StoreMasters masters, StoreOptions options, StoreGate gate, TimeProvider time, ILogger<StoreShards> log) : BackgroundService
{
    /// <summary>Keys that are tried to find every master: with so many a shard of one in twenty is missed once in seven hundred.</summary>
    public const int KeysTried = 128;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private static readonly RedisKey[] Keys = [.. Enumerable.Range(0, KeysTried).Select(n => (RedisKey)$"coupon:{{probe-{n}}}:probe")];

    private readonly RepeatedFailures _failures = new(time);
    private readonly EndPoint?[] _known = new EndPoint?[KeysTried];

    /// <summary>As they were at the last look; empty before the first.</summary>
    public IReadOnlyList<StoreShard> Latest { get; private set; } = [];

    /// <summary>Those that take no claim.</summary>
    public IReadOnlyList<StoreShard> Refusing => [.. Latest.Where(shard => shard.Refusal is not null)];

    /// <summary>Looks at all masters at once.</summary>
    public async Task LookAsync()
    {
        FrozenDictionary<string, RedisKey> probes = KeyOfEach();
        StoreShard[] found = await Task.WhenAll(probes.Select(async probe => new StoreShard(probe.Key, await TryAsync(probe.Value))));
        Latest = [.. found.OrderBy(shard => shard.Server, StringComparer.Ordinal)];
        foreach (StoreShard shard in Refusing.Where(shard => _failures.IsDue($"{shard.Server} {shard.Refusal}")))
        {
            LogRefuses(log, shard.Server, shard.Refusal!);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.IsEmbedded)
        {
            return;
        }

        await gate.WhenServingAsync(stoppingToken);
        using PeriodicTimer timer = new(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!store.IsConnected)
            {
                await store.AskWhyAwayAsync();
            }

            await LookAsync();
        }
    }

    private FrozenDictionary<string, RedisKey> KeyOfEach()
    {
        Dictionary<string, RedisKey> found = new(StringComparer.Ordinal);
        for (int i = 0; i < Keys.Length; i++)
        {
            _known[i] = StoreCalls.ServerOf(store.Claims.Multiplexer, Keys[i])?.EndPoint ?? _known[i];
            found.TryAdd(_known[i] is { } server ? StoreCalls.NameOf(server) : "?", Keys[i]);
        }

        return found.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private async Task<string?> TryAsync(RedisKey key)
    {
        try
        {
            StoreMaster? master = masters.Find(key) ?? await masters.ConfirmAsync(key).WaitAsync(Every, time);
            if (master is null)
            {
                return "not the master";
            }

            await masters.WriteAsync(master, key).WaitAsync(Every, time);
            return null;
        }
        catch (TooFewReplicasException)
        {
            return "too few replicas";
        }
        catch (RedisServerException e)
        {
            // The error's code stands first.
            return e.Message.Split(' ', 2)[0];
        }
        catch (Exception e) when (Outage.Is(e))
        {
            return store.Denial is null ? "no answer" : "access denied";
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The store's server {Server} takes no claims: {Refusal}. Campaigns whose keys it holds are answered as unavailable.")]
    private static partial void LogRefuses(ILogger logger, string server, string refusal);
}
