using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CouponAdmin.Core.Store;

/// <summary>The store for a command that runs without the rest of the product: started and tested as at every start, and closed in order.</summary>
public sealed class StoreSession : IAsyncDisposable
{
    private readonly StoreStartup _startup;

    private StoreSession(StoreStartup startup) => _startup = startup;

    /// <exception cref="DataDirectoryInUseException">An instance runs on the same data directory.</exception>
    public static async Task<StoreSession> OpenAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        StoreStartup startup = services.GetServices<IHostedService>().OfType<StoreStartup>().Single();
        await startup.StartAsync(cancellationToken);
        await services.GetRequiredService<StoreGate>().WhenServingAsync(cancellationToken);
        return new StoreSession(startup);
    }

    /// <summary>Makes the store that the settings name the database's own. Gives the one that it takes the place of, null where it was known already, and itself.</summary>
    public static async Task<(StoreIdentity? Former, StoreIdentity Now)> AcceptAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        StoreIdentityCheck identity = services.GetRequiredService<StoreIdentityCheck>();
        identity.AcceptsAny = true;
        await using StoreSession session = await OpenAsync(services, cancellationToken);
        return (identity.Former, identity.Served!);
    }

    public async ValueTask DisposeAsync() => await _startup.StopAsync(CancellationToken.None);
}
