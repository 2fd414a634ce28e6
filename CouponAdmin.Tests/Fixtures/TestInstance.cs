using CouponAdmin.Core;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Books;
using CouponAdmin.Core.Issuance.Draining;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Tests.Fixtures;

/// <summary>One instance of the product without its background work: connected and serving, but it drains, checks and listens only when told to.</summary>
internal sealed class TestInstance : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private TestInstance(ServiceProvider services) => _services = services;

    public ClaimDesk Desk => Get<ClaimDesk>();

    public QueueDrainer Drainer => Get<QueueDrainer>();

    public CampaignWarmer Warmer => Get<CampaignWarmer>();

    public BooksWatch Books => Get<BooksWatch>();

    /// <param name="redis">The store's configuration.</param>
    /// <param name="database">A migrated database.</param>
    /// <param name="issuance">The settings.</param>
    /// <param name="more">What a test adds or puts in front of the product's own.</param>
    public static async Task<TestInstance> StartAsync(
        string redis, DatabaseOptions database, IssuanceOptions issuance, Action<IServiceCollection>? more = null)
    {
        ServiceCollection services = new();
        StoreOptions store = new() { Redis = redis };
        services.AddLogging().AddIdentitySchema().AddCouponCore(store, database, issuance, new DataDirectory("unused"));
        more?.Invoke(services);
        ServiceProvider built = services.BuildServiceProvider();
        await built.GetRequiredService<StoreConnections>().ConnectAsync(redis, store.CommandTimeout);
        built.GetRequiredService<StoreGate>().Open(StoreDurability.Unknown);
        return new TestInstance(built);
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task<CouponDbContext> OpenDatabaseAsync() => Get<IDbContextFactory<CouponDbContext>>().CreateDbContextAsync();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
