using System.Globalization;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Fixtures;
using Npgsql;
using StackExchange.Redis;

namespace CouponAdmin.Tests.Faults;

/// <content>What only some faults need: who drains, a balancer, a standby of the database.</content>
internal sealed partial class FaultRig
{
    private NginxServer? _nginx;
    private PostgreSqlServer? _standby;

    /// <summary>As an instance calls itself, on its connections and on the lease.</summary>
    public string NameOf(int instance) => string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{_instances[instance].ProcessId}");

    /// <summary>Through a real nginx with the configuration of <c>deploy/nginx</c>; started when it is first asked for.</summary>
    public async Task<SaleClient> BalancedAsync() =>
        new((_nginx ??= await NginxServer.StartAsync([.. _instances.Select(instance => instance.Address)])).Client);

    /// <summary>Who drains the campaign at this moment; claims meanwhile, as nobody drains where nothing waits.</summary>
    public async Task<int> DrainerAsync(FaultedSale sale)
    {
        await using DrainerView view = await ViewDrainerAsync(sale);
        int asked = 0;
        return await Eventually.HoldsAsync(
            async () =>
            {
                await sale.AskAsync(string.Create(CultureInfo.InvariantCulture, $"to be drained {++asked}"), asked % _instances.Count);
                return PlaceOf((await view.LookAsync()).Owner);
            },
            place => place >= 0,
            about: () => _instances[0].Output);
    }

    public async Task<DrainerView> ViewDrainerAsync(FaultedSale sale) =>
        new(await ConnectionMultiplexer.ConnectAsync(StoreConnectionString), new CampaignKeys((await sale.RecordedAsync()).Books.Key).Drainer);

    /// <summary>A streaming replica of the database, in step but not waited for.</summary>
    public async Task PrepareStandbyAsync() => _standby = await PostgreSql.StartStandbyAsync();

    /// <summary>The database's machine dies, and its standby takes its place at the same address.</summary>
    public async Task PromoteStandbyAsync()
    {
        PostgreSqlServer next = _standby ?? throw new InvalidOperationException("There is no standby.");
        (PostgreSqlServer former, _postgres, _standby) = (PostgreSql, next, null);
        await former.CrashAsync();
        await next.PromoteAsync();
        DatabaseLine.Target = next.Port;
        DatabaseLine.ResetAll();
        Database = Database with { ConnectionString = new NpgsqlConnectionStringBuilder(Database.ConnectionString) { Port = next.Port }.ToString() };
        await former.DisposeAsync();
    }

    private int PlaceOf(string owner) => _instances.FindIndex(instance => owner == string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{instance.ProcessId}"));
}

/// <summary>A campaign's drain lease, as the store holds it.</summary>
internal sealed class DrainerView(ConnectionMultiplexer store, RedisKey lease) : IAsyncDisposable
{
    /// <summary>Its owner ("": nobody) and how long it still holds.</summary>
    public async Task<(string Owner, TimeSpan Left)> LookAsync()
    {
        RedisValueWithExpiry held = await store.GetDatabase().StringGetWithExpiryAsync(lease);
        return ((string?)held.Value ?? "", held.Expiry ?? TimeSpan.Zero);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
