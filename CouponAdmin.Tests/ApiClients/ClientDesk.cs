using CouponAdmin.Core.ApiClients;
using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Operators;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CouponAdmin.Tests.ApiClients;

/// <summary>The use cases of API clients on a real database, with a clock that the test moves.</summary>
internal sealed class ClientDesk : IAsyncDisposable
{
    public static readonly Actor Ada = new("ada", "Ada", "10.0.0.7");
    private readonly TestDirectory? _folder;
    private readonly DatabaseOptions _options;
    private readonly ServiceProvider _services;

    private ClientDesk(DatabaseOptions options, FakeTimeProvider time, TestDirectory? folder)
    {
        (_options, _folder, Time) = (options, folder, time);
        ServiceCollection services = new();
        services.AddLogging().AddIdentitySchema().AddCouponDatabase(options, new DataDirectory("unused")).AddSingleton<TimeProvider>(time).AddSingleton<StoreClock>()
            .AddSingleton<ApiClientDirectory>().AddSingleton<ApiClientChange>().AddSingleton<CreateApiClient>().AddSingleton<RotateApiSecret>()
            .AddSingleton<RevokeApiClient>().AddSingleton<RevokedApiClients>().AddSingleton<AuthenticateApiClient>().AddSingleton<MemberTokens>();
        services.AddIdentityCore<Account>().AddRoles<IdentityRole>().AddEntityFrameworkStores<CouponDbContext>();
        _services = services.BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; }

    public static async Task<ClientDesk> OpenAsync(DatabaseProvider provider)
    {
        TestDirectory folder = new("clients");
        return new ClientDesk(await Databases.CreateAsync(provider, folder.Path), new FakeTimeProvider(TimeProvider.System.GetUtcNow()), folder);
    }

    /// <summary>Another instance on the same database.</summary>
    public ClientDesk Beside() => new(_options, Time, folder: null);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public AsyncServiceScope Scope() => _services.CreateAsyncScope();

    public Task<CouponDbContext> DatabaseAsync() => Get<IDbContextFactory<CouponDbContext>>().CreateDbContextAsync();

    public async Task<ApiClientSecret> CreateAsync(DateTimeOffset? expiresAt = null, params string[] scopes) => TestSale.Require(
        await Get<CreateApiClient>().ExecuteAsync("Shop 상점", scopes.Length == 0 ? ["campaigns:read"] : scopes, expiresAt, Ada, default));

    /// <summary>Whether the secret lets the client in at this moment.</summary>
    public async Task<bool> LetsInAsync(ApiClientSecret made) => await Get<AuthenticateApiClient>().ExecuteAsync(made.Client.ClientId, made.Secret, default) is not null;

    public async Task<List<AuditEntry>> AuditAsync()
    {
        await using CouponDbContext db = await DatabaseAsync();
        return await db.Set<AuditEntry>().AsNoTracking().OrderBy(a => a.Id).ToListAsync();
    }

    public async Task<ApiClient> RowAsync(string id)
    {
        await using CouponDbContext db = await DatabaseAsync();
        return await db.Set<ApiClient>().AsNoTracking().SingleAsync(c => c.Id == id);
    }

    public async ValueTask DisposeAsync()
    {
        if (_folder is not null)
        {
            await Databases.ReleaseAsync(_options, Get<IDbContextFactory<CouponDbContext>>());
        }

        await _services.DisposeAsync();
        _folder?.Dispose();
    }
}
