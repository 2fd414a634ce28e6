using CouponAdmin.Core.Results;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CouponAdmin.Core.Store;

/// <summary>Starts the embedded store where no other is named, connects, and opens the gate once the store has passed the self-test.</summary>
/// <remarks>
/// An embedded store that can't start stops the process, and so does one that refuses us or isn't the database's own.
/// A store that is away at the start doesn't: claims are answered as unavailable, and whatever is found wrong later is said in the log.
/// </remarks>
internal sealed partial class StoreStartup(
    StoreOptions options, DataDirectory data, StoreConnections connections, StoreGate gate, StoreMark mark, StoreIdentityCheck identity, IQuietMoment quiet,
    ILoggerFactory loggers) : BackgroundService
{
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(1);

    /// <summary>How long a store may be silent before the start goes on without it: long enough for its refusal to arrive on a slow machine.</summary>
    private static readonly TimeSpan AwaitedAtStart = TimeSpan.FromSeconds(10);

    /// <summary>With the pool's usual minimum, one per core, a moment in which many wait for the store or the database holds up everybody else's answers for seconds.</summary>
    private const int PoolThreadsMin = 64;

    private readonly ILogger _log = loggers.CreateLogger<StoreStartup>();
    private EmbeddedStore? _embedded;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        ThreadPool.GetMinThreads(out int workers, out int completions);
        ThreadPool.SetMinThreads(Math.Max(workers, PoolThreadsMin), Math.Max(completions, PoolThreadsMin));
        if (options.IsEmbedded)
        {
            _embedded = await EmbeddedStore.StartAsync(data.StorePath, loggers, cancellationToken);
            if (_embedded.IsGrownTo(options.EmbeddedBytes))
            {
                await _embedded.TryShortenAsync(cancellationToken);
            }
        }

        ConfigurationOptions configuration = Configuration();
        await connections.ConnectAsync(configuration, options.CommandTimeout);
        try
        {
            await TestAsync(configuration, _embedded is null ? AwaitedAtStart : Timeout.InfiniteTimeSpan, cancellationToken);
        }
        catch (Exception e) when (_embedded is null && Outage.Is(e) && !cancellationToken.IsCancellationRequested)
        {
            LogAway(_log, e.Message);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (gate.Condition == StoreCondition.Starting)
        {
            try
            {
                await TestAsync(Configuration(), Timeout.InfiniteTimeSpan, stoppingToken);
            }
            catch (StoreRefusedException e)
            {
                gate.Deny(e.Message);
                LogNotLetIn(_log, e.Message);
                await Task.Delay(RetryEvery, stoppingToken);
            }
            catch (Exception e) when (Outage.Is(e) && !stoppingToken.IsCancellationRequested)
            {
                LogAway(_log, e.Message);
                await Task.Delay(RetryEvery, stoppingToken);
            }
        }

        if (_embedded is { } embedded)
        {
            await new EmbeddedStoreWatch(embedded, connections, data, options, quiet, _log).RunAsync(stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await connections.DisposeAsync();
        if (_embedded is not null)
        {
            await _embedded.DisposeAsync();
        }
    }

    private ConfigurationOptions Configuration() => StoreConfiguration.Parse(_embedded?.ConnectionString ?? options.Redis, options.CertificateAuthority);

    private async Task TestAsync(ConfigurationOptions configuration, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            await StoreSelfTest.RunAsync(configuration, cancellationToken).WaitAsync(patience, cancellationToken);
            await identity.CheckAsync(cancellationToken);
        }
        catch (RedisException e) when (StoreRefusedException.IsDenial(e))
        {
            throw StoreRefusedException.Of(e, mark.Address);
        }
        catch (StoreNotAtomicException e)
        {
            gate.Refuse();
            LogRefused(_log, e);
            return;
        }

        StoreDurability durability = _embedded is not null ? StoreDurability.Embedded
            : connections.Server is { } server ? await StoreDurability.ReadAsync(server)
            : StoreDurability.Unknown;
        gate.Open(durability);
        LogServing(_log, connections.Version ?? "store", durability.Mode);
        if (durability.IsDurable != true)
        {
            LogNotDurable(_log, durability.Mode);
        }

        if (durability.Evicts)
        {
            LogEvicts(_log);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Store: {Version}, {Durability}; eight connections raced, every answer was different.")]
    private static partial void LogServing(ILogger logger, string version, string durability);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store doesn't answer yet ({Reason}). Claims are answered as unavailable until it does.")]
    private static partial void LogAway(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Critical, Message = "No claim is sent to the store. {Reason}")]
    private static partial void LogNotLetIn(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The store is refused; no claim will be sent to it.")]
    private static partial void LogRefused(ILogger logger, Exception reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store may lose acknowledged claims in a crash ({Mode}). Set: appendonly yes, appendfsync always.")]
    private static partial void LogNotDurable(ILogger logger, string mode);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store may throw keys away when its memory is full. Set: maxmemory-policy noeviction.")]
    private static partial void LogEvicts(ILogger logger);
}
