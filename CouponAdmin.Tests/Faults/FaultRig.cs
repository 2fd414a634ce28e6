using System.Globalization;
using System.Net;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CouponAdmin.Tests.Faults;

/// <summary>What a fault run stands on.</summary>
public enum FaultMode
{
    /// <summary>One instance with the embedded store and SQLite.</summary>
    Embedded,

    /// <summary>One instance on one redis-server (<c>appendfsync always</c>) and PostgreSQL.</summary>
    OneInstance,

    /// <summary>Three instances, all draining, on one redis-server and one PostgreSQL.</summary>
    ThreeInstances,

    /// <summary>Three instances on a Sentinel store (a master, two replicas, three Sentinels) and one PostgreSQL.</summary>
    Sentinel,

    /// <summary>Three instances on a Redis Cluster (three masters, a replica each unless <see cref="FaultPlan.ReplicasVariable"/> says more) and one PostgreSQL.</summary>
    Cluster,
}

/// <summary>Real processes to be killed, frozen and cut off: instances of the product, their store and their database, with a line between each that can fail.</summary>
internal sealed partial class FaultRig : IAsyncDisposable
{
    /// <summary>The longest that an operator may set.</summary>
    public static readonly TimeSpan DrainLease = IssuanceOptions.DrainLeaseMax;

    /// <summary>A claim's own deadline of 1.5 s, and what a loaded machine adds.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan ClientTimeout = TimeSpan.FromSeconds(20);

    private readonly List<AppProcess> _instances = [];
    private readonly List<SaleClient> _sales = [];
    private readonly List<HttpClient> _clients = [];
    private RedisServer? _redis;
    private ReplicatedStore? _replicated;
    private PostgreSqlServer? _postgres;
    private FaultProxy? _storeLine;
    private FaultProxy? _databaseLine;

    private FaultRig(FaultMode mode) => Mode = mode;

    public FaultMode Mode { get; }

    public TestTokens Tokens { get; } = TestTokens.WithNewKey();

    public IReadOnlyList<AppProcess> Instances => _instances;

    public RedisServer Redis => _redis ?? throw NotIn(Mode);

    public ReplicatedStore Replicated => _replicated ?? throw NotIn(Mode);

    /// <summary>Where the claims are at this moment, past all lines: for the oracle.</summary>
    public string StoreConnectionString => _replicated?.OracleConnectionString ?? Redis.ConnectionString;

    public PostgreSqlServer PostgreSql => _postgres ?? throw NotIn(Mode);

    /// <summary>Between the instances and the store.</summary>
    public FaultProxy StoreLine => _storeLine ?? throw NotIn(Mode);

    /// <summary>Between the instances and the database.</summary>
    public FaultProxy DatabaseLine => _databaseLine ?? throw NotIn(Mode);

    /// <summary>The database past all lines, for the oracle; never a connection from before a crash.</summary>
    public DatabaseOptions Database { get; private set; } = new();

    public static async Task<FaultRig> StartAsync(FaultMode mode)
    {
        FaultRig rig = new(mode);
        try
        {
            if (mode != FaultMode.Embedded)
            {
                await rig.StartServersAsync();
                await Databases.MigrateAsync(rig.Database);
            }

            // One after another: each start has the machine to itself, and its own patience.
            for (int started = 0; started < InstancesOf(mode); started++)
            {
                await rig.AddInstanceAsync();
            }

            return rig;
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }

    private static int InstancesOf(FaultMode mode) => mode switch
    {
        FaultMode.Embedded or FaultMode.OneInstance => 1,
        FaultMode.ThreeInstances or FaultMode.Sentinel or FaultMode.Cluster => 3,
    };

    /// <summary>What clients of this instance speak through.</summary>
    public SaleClient Sale(int instance) => _sales[instance];

    /// <summary>One more instance, with settings of its own; its place among <see cref="Instances"/> is the answer.</summary>
    public async Task<int> AddInstanceAsync(params (string Name, string Value)[] more)
    {
        Dictionary<string, string> settings = Settings();
        foreach ((string name, string value) in more)
        {
            settings[name] = value;
        }

        AppProcess app = await AppProcess.StartAsync(settings);
        HttpClient client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = app.Address, Timeout = ClientTimeout };
        int place;
        lock (_instances)
        {
            place = _instances.Count;
            _instances.Add(app);
            _clients.Add(client);
            _sales.Add(new SaleClient(client));
        }

        if (Mode == FaultMode.Embedded)
        {
            string file = Path.Combine(app.DataDirectory, "couponadmin.db");
            Database = new DatabaseOptions { ConnectionString = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString() };
        }

        await app.WaitUntilReadyAsync();
        return place;
    }

    /// <summary>Ends the newest instance, which a test added for itself.</summary>
    public async Task RemoveLastAsync()
    {
        AppProcess last = _instances[^1];
        _clients[^1].Dispose();
        _clients.RemoveAt(_clients.Count - 1);
        _sales.RemoveAt(_sales.Count - 1);
        _instances.RemoveAt(_instances.Count - 1);
        last.Thaw();
        await last.DisposeAsync();
    }

    /// <summary>A client whose every question opens a connection of its own through a line that can fail.</summary>
    public static HttpClient ClientThrough(FaultProxy line) => new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero })
    {
        BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{line.Port}")),
        Timeout = ClientTimeout,
    };

    /// <summary>Creates and publishes a campaign that is open.</summary>
    public async Task<FaultedSale> OpenSaleAsync(int quantity)
    {
        string slug = SaleClient.FreshSlug("faults");
        (await Sale(0).PostAsync(SaleClient.Admin, Tokens.Administrator(), SaleClient.Draft(slug, quantity))).Is(201);

        // Saved while the store's master was not confirmed yet: a second publishing isn't needed, it comes into force by itself.
        Answer published = await Sale(0).PostAsync($"{SaleClient.Admin}/{slug}/publish", Tokens.Administrator());
        Assert.True(published.Status is HttpStatusCode.OK or HttpStatusCode.Accepted, published.ToString());
        return new FaultedSale(this, slug);
    }

    public async ValueTask DisposeAsync()
    {
        _databaseLine?.Flow();
        _storeLine?.Flow();
        _clients.ForEach(client => client.Dispose());
        foreach (IAsyncDisposable? part in (IAsyncDisposable?[])[_nginx, .. _instances, _storeLine, _databaseLine, _redis, _replicated, _postgres])
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }
    }

    private async Task StartServersAsync()
    {
        Task store = Mode switch
        {
            FaultMode.Sentinel => UseAsync(SentinelStore.StartAsync()),
            FaultMode.Cluster => UseAsync(ClusterStore.StartAsync(FaultPlan.ReplicasOfAMaster)),
            FaultMode.Embedded or FaultMode.OneInstance or FaultMode.ThreeInstances => StartRedisAsync(),
        };
        _postgres = await PostgreSqlServer.StartAsync();
        await store;
        _databaseLine = FaultProxy.To(_postgres.Port);
        Database = new DatabaseOptions { Provider = DatabaseProvider.PostgreSql, ConnectionString = new NpgsqlConnectionStringBuilder(await _postgres.CreateDatabaseAsync()) { Pooling = false }.ToString() };
    }

    private async Task StartRedisAsync()
    {
        _redis = await RedisServer.StartAsync();
        _storeLine = FaultProxy.To(_redis.Port);
    }

    private async Task UseAsync<TStore>(Task<TStore> starting)
        where TStore : ReplicatedStore => _replicated = await starting;

    private Dictionary<string, string> Settings()
    {
        Dictionary<string, string> settings = new(StringComparer.Ordinal)
        {
            ["Authentication__Jwt__SigningKey"] = Tokens.SigningKey,
            ["Issuance__DrainLease"] = DrainLease.ToString("c"),
            ["Limits__ClaimsPerMemberPerSecond"] = "10000",
            ["Webhooks__AllowPrivateAddresses"] = "true",
            ["Webhooks__Timeout"] = "00:00:02",
        };
        if (_replicated is not null)
        {
            // As behind a balancer, which needs the time to notice.
            settings["Shutdown__Delay"] = "00:00:05";
        }

        if (Mode != FaultMode.Embedded)
        {
            settings["ConnectionStrings__Redis"] = _replicated?.ConnectionString ?? string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{StoreLine.Port}");
            settings["Database__Provider"] = nameof(DatabaseProvider.PostgreSql);
            settings["ConnectionStrings__Database"] = new NpgsqlConnectionStringBuilder(Database.ConnectionString) { Port = DatabaseLine.Port, Pooling = true }.ToString();
        }

        return settings;
    }

    private static InvalidOperationException NotIn(FaultMode mode) => new($"There is no such part in the mode {mode}.");
}
