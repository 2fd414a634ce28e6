using StackExchange.Redis;

namespace CouponAdmin.Core.Store;

/// <summary>The connections to the store: claims, draining and subscriptions each have their own, so that none waits behind another.</summary>
public sealed class StoreConnections : IAsyncDisposable
{
    private ConnectionMultiplexer? _claims;
    private ConnectionMultiplexer? _draining;
    private ConnectionMultiplexer? _subscriptions;

    /// <summary>A lost connection came back: what the store holds must be checked against the database.</summary>
    public event EventHandler? Restored;

    /// <summary>Raises <see cref="Restored"/> without a reconnect: something was committed that the store may not know.</summary>
    public void AskForCheck() => Restored?.Invoke(this, EventArgs.Empty);

    /// <summary>Admission alone.</summary>
    public IDatabase Claims => Of(_claims).GetDatabase();

    /// <summary>Draining, warming, facts, live numbers.</summary>
    public IDatabase Draining => Of(_draining).GetDatabase();

    /// <summary>Notices between instances.</summary>
    public ISubscriber Subscriptions => Of(_subscriptions).GetSubscriber();

    /// <summary>Whether the claims' connection is up at this moment.</summary>
    public bool IsConnected => _claims is { IsConnected: true };

    /// <summary>The store's software and version, such as <c>Redis 7.0.15</c>; null while not connected.</summary>
    public string? Version => _claims?.GetServers().FirstOrDefault(s => s.IsConnected) is { } server ? $"{server.ServerType} {server.Version}" : null;

    /// <summary>One server of the store, for its settings and health.</summary>
    public IServer? Server => _draining?.GetServers().FirstOrDefault(s => s.IsConnected && !s.IsReplica);

    /// <summary>Connects, or starts to: a store that is away doesn't stop the process, its claims are answered as unavailable meanwhile.</summary>
    public async Task ConnectAsync(string configuration, TimeSpan commandTimeout)
    {
        _claims = await OpenAsync(configuration, "claims", commandTimeout);
        _draining = await OpenAsync(configuration, "draining", commandTimeout);
        _subscriptions = await OpenAsync(configuration, "subscriptions", commandTimeout);
        _draining.ConnectionRestored += (_, args) =>
        {
            if (args.ConnectionType == ConnectionType.Interactive)
            {
                Restored?.Invoke(this, EventArgs.Empty);
            }
        };
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ConnectionMultiplexer? connection in new[] { _claims, _draining, _subscriptions })
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }
        }
    }

    private static async Task<ConnectionMultiplexer> OpenAsync(string configuration, string name, TimeSpan commandTimeout)
    {
        ConfigurationOptions options = ConfigurationOptions.Parse(configuration);
        options.ClientName = $"coupon-admin-{name}";
        options.AbortOnConnectFail = false;
        options.AsyncTimeout = (int)commandTimeout.TotalMilliseconds;
        options.SyncTimeout = options.AsyncTimeout;
        options.ConnectTimeout = 2_000;

        // Reading the server's durability (CONFIG GET) counts as administration; what would harm a shared store is banned by the build.
        options.AllowAdmin = true;

        // After a restart of the server clients are back in about a second; with the library's own values it takes three (docs/decisions/0001).
        options.ReconnectRetryPolicy = new LinearRetry(200);
        options.HeartbeatInterval = TimeSpan.FromMilliseconds(200);

        // Waiting for a connection is the caller's decision: a claim that can't be sent now is answered now.
        options.BacklogPolicy = BacklogPolicy.FailFast;
        return await ConnectionMultiplexer.ConnectAsync(options);
    }

    private static ConnectionMultiplexer Of(ConnectionMultiplexer? connection) =>
        connection ?? throw new RedisConnectionException(ConnectionFailureType.UnableToConnect, CommandFlags.None, "The store has not been connected yet.");
}
