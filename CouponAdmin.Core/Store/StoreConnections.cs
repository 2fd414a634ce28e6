using System.Diagnostics;
using System.Net;
using StackExchange.Redis;

namespace CouponAdmin.Core.Store;

/// <summary>The connections to the store: claims, draining and subscriptions each have their own, so that none waits behind another.</summary>
public sealed class StoreConnections : IAsyncDisposable
{
    private const string DrainingPurpose = "draining";

    /// <summary>Asking the servers who they are is cheap, and a fail-over waits for it.</summary>
    private static readonly TimeSpan LooksApart = TimeSpan.FromMilliseconds(200);

    /// <summary>Opening the connections anew is not.</summary>
    private static readonly TimeSpan OpensApart = TimeSpan.FromSeconds(1);

    private ConnectionMultiplexer? _claims;
    private ConnectionMultiplexer? _draining;
    private ConnectionMultiplexer? _subscriptions;
    private volatile string? _barred;
    private readonly SemaphoreSlim _looking = new(1, 1);
    private long _looked;
    private EndPoint? _named;
    private Task _closing = Task.CompletedTask;
    private ConfigurationOptions _configuration = new();
    private TimeSpan _commandTimeout;

    /// <summary>A lost connection came back: what the store holds must be checked against the database.</summary>
    public event EventHandler? Restored;

    /// <summary>Raises <see cref="Restored"/> without a reconnect: something was committed that the store may not know.</summary>
    public void AskForCheck() => Restored?.Invoke(this, EventArgs.Empty);

    /// <summary>A connection for claims broke: whoever answers there next may be another server.</summary>
    public event EventHandler<EndPointEventArgs>? ServerLost;

    /// <summary>The Sentinels that name the master; null where there are none.</summary>
    internal StoreSentinels? Sentinels { get; private set; }

    /// <summary>Admission alone.</summary>
    public IDatabase Claims => Admitted(_claims).GetDatabase();

    /// <summary>Draining, warming, facts, live numbers.</summary>
    public IDatabase Draining => Admitted(_draining).GetDatabase();

    /// <summary>For asking who the store is; everybody else is kept from a store that isn't the database's.</summary>
    internal IDatabase Unguarded => Of(_draining).GetDatabase();

    /// <summary>Keeps every command of the product from the store, for this reason; null: lets them through. False: nothing changed.</summary>
    internal bool Bar(string? reason) => Interlocked.Exchange(ref _barred, reason) != reason;

    /// <summary>Notices between instances.</summary>
    public ISubscriber Subscriptions => Of(_subscriptions).GetSubscriber();

    /// <summary>The sentence why the store doesn't let a connection for claims in, such as a password that was changed; null: it does, or is away.</summary>
    public string? Denial { get; private set; }

    /// <summary>Whether the claims' connection is up at this moment.</summary>
    public bool IsConnected => _claims is { IsConnected: true };

    /// <summary>The store's software and version, such as <c>Redis 7.0.15</c>; null while not connected.</summary>
    public string? Version => _claims?.GetServers().FirstOrDefault(s => s.IsConnected) is { } server ? $"{server.ServerType} {server.Version}" : null;

    /// <summary>The connections by what they are for, with their state; empty before the start.</summary>
    public IReadOnlyList<(string Purpose, IConnectionMultiplexer Connection)> All =>
    [
        .. new (string Purpose, ConnectionMultiplexer? Connection)[] { (StoreConnectionOptions.ClaimsPurpose, _claims), (DrainingPurpose, _draining), ("subscriptions", _subscriptions) }
            .Where(c => c.Connection is not null).Select(c => (c.Purpose, (IConnectionMultiplexer)c.Connection!)),
    ];

    /// <summary>One server of the store, for its settings and health.</summary>
    public IServer? Server => _draining?.GetServers().FirstOrDefault(s => s.IsConnected && !s.IsReplica);

    /// <summary>Connects, or starts to: a store that is away doesn't stop the process, its claims are answered as unavailable meanwhile.</summary>
    public Task ConnectAsync(string configuration, TimeSpan commandTimeout) => ConnectAsync(StoreConfiguration.Parse(configuration), commandTimeout);

    internal async Task ConnectAsync(ConfigurationOptions configuration, TimeSpan commandTimeout)
    {
        (_configuration, _commandTimeout) = (configuration, commandTimeout);
        Sentinels = await StoreSentinels.OpenAsync(StoreConnectionOptions.Of(configuration, "sentinels", commandTimeout));
        _named = Sentinels is null ? null : await Sentinels.NameAsync();
        _claims = await OpenAsync(StoreConnectionOptions.ToMaster(_configuration, _named), StoreConnectionOptions.ClaimsPurpose, commandTimeout);
        _draining = await OpenAsync(StoreConnectionOptions.ToMaster(_configuration, _named), DrainingPurpose, commandTimeout);
        _subscriptions = await OpenAsync(configuration, "subscriptions", commandTimeout);
        Attend();
    }

    /// <summary>Opens the connections to the master that the Sentinels name, where they lead to another server.</summary>
    /// <remarks>The library's own connections by Sentinel stay with an old master until it says that it is a replica: ten seconds after a planned fail-over.</remarks>
    internal async Task FollowSentinelsAsync()
    {
        if (Sentinels is null || !await _looking.WaitAsync(TimeSpan.Zero))
        {
            return;
        }

        try
        {
            await FollowAsync(Sentinels);
        }
        finally
        {
            _looking.Release();
        }
    }

    /// <summary>The connections lead to a server that isn't the master: finds out which one is. Not more often than <see cref="LooksApart"/>, or <see cref="OpensApart"/> for one name.</summary>
    public async Task LookForMasterAsync()
    {
        if (!await _looking.WaitAsync(TimeSpan.Zero))
        {
            return;
        }

        try
        {
            bool hasManyServers = Sentinels is not null || Server is { ServerType: ServerType.Cluster };
            if (_looked != 0 && Stopwatch.GetElapsedTime(_looked) < (hasManyServers ? LooksApart : OpensApart))
            {
                return;
            }

            _looked = Stopwatch.GetTimestamp();
            if (!hasManyServers)
            {
                // One name, whose address may have moved while the old connections stayed alive.
                await OpenAnewAsync();
            }
            else if (Sentinels is null || !await FollowAsync(Sentinels))
            {
                await Task.WhenAll(Of(_claims).ConfigureAsync(), Of(_draining).ConfigureAsync());
            }
        }
        finally
        {
            _looking.Release();
        }
    }

    /// <summary>While the claims' connection is down: asks by one of its own whether the store doesn't let it in. The others try again in silence.</summary>
    internal async Task AskWhyAwayAsync()
    {
        ConfigurationOptions options = _configuration.Clone();
        (options.AbortOnConnectFail, options.ConnectRetry, options.ConnectTimeout) = (true, 1, (int)_commandTimeout.TotalMilliseconds);
        try
        {
            await using ConnectionMultiplexer asking = await StoreSelfTest.OpenAsync(options);
        }
        catch (RedisException e)
        {
            Denial = StoreRefusedException.IsDenial(e) ? StoreRefusedException.Of(e, string.Join(", ", options.EndPoints.Select(StoreCalls.NameOf))).Message : null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (ConnectionMultiplexer? connection in new[] { _claims, _draining, _subscriptions })
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }
        }

        if (Sentinels is not null)
        {
            await Sentinels.DisposeAsync();
        }

        _looking.Dispose();
    }

    private async Task<bool> FollowAsync(StoreSentinels sentinels)
    {
        if (await sentinels.NameAsync() is not { } named || named.Equals(_named))
        {
            return false;
        }

        _named = named;
        await OpenAnewAsync();
        return true;
    }

    // Subscriptions are heard on a replica, too, and stay.
    private async Task OpenAnewAsync()
    {
        (ConnectionMultiplexer claims, ConnectionMultiplexer draining) = (Of(_claims), Of(_draining));
        _claims = await OpenAsync(StoreConnectionOptions.ToMaster(_configuration, _named), StoreConnectionOptions.ClaimsPurpose, _commandTimeout);
        _draining = await OpenAsync(StoreConnectionOptions.ToMaster(_configuration, _named), DrainingPurpose, _commandTimeout);
        Attend();
        foreach (EndPoint server in claims.GetEndPoints())
        {
            ServerLost?.Invoke(this, new EndPointEventArgs(claims, server));
        }

        Restored?.Invoke(this, EventArgs.Empty);

        // Nobody waits for it: a server that stands still ends its connections late.
        _closing = Task.WhenAll(_closing, claims.DisposeAsync().AsTask(), draining.DisposeAsync().AsTask());
    }

    private void Attend()
    {
        Of(_draining).ConnectionRestored += (_, args) =>
        {
            if (args.ConnectionType == ConnectionType.Interactive)
            {
                Restored?.Invoke(this, EventArgs.Empty);
            }
        };
        Of(_claims).ConnectionRestored += (_, _) => Denial = null;
        Of(_claims).ConnectionFailed += (sender, args) =>
        {
            if (args.ConnectionType == ConnectionType.Interactive && args.EndPoint is { } server)
            {
                ServerLost?.Invoke(this, new EndPointEventArgs((ConnectionMultiplexer)sender!, server));
            }
        };
        Of(_claims).ConfigurationChanged += (_, args) => ServerLost?.Invoke(this, args);
    }

    private static async Task<ConnectionMultiplexer> OpenAsync(ConfigurationOptions configuration, string name, TimeSpan commandTimeout) =>
        await ConnectionMultiplexer.ConnectAsync(StoreConnectionOptions.Of(configuration, name, commandTimeout));

    private ConnectionMultiplexer Admitted(ConnectionMultiplexer? connection) =>
        _barred is { } reason ? throw new RedisConnectionException(ConnectionFailureType.UnableToConnect, CommandFlags.None, reason) : Of(connection);

    private static ConnectionMultiplexer Of(ConnectionMultiplexer? connection) =>
        connection ?? throw new RedisConnectionException(ConnectionFailureType.UnableToConnect, CommandFlags.None, "The store has not been connected yet.");
}
