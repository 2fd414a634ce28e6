using CouponAdmin.Core.Database;
using CouponAdmin.Core.Operators;
using CouponAdmin.Core.Seeding;
using CouponAdmin.Core.Store;
using CouponAdmin.Web.Accounts;
using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Web.Operations;

/// <summary>What happens before the first request: schema, roles, keys; and the command that migrates a server's database.</summary>
internal static partial class Preparation
{
    /// <remarks>The folder comes first: a second process must not touch the first one's database either.</remarks>
    public static async Task PrepareAsync(this WebApplication app)
    {
        IServiceProvider services = app.Services;
        CancellationToken stopping = app.Lifetime.ApplicationStopping;
        if (services.GetRequiredService<Core.Store.StoreOptions>().IsEmbedded)
        {
            services.GetRequiredService<DataDirectory>().EnsureStoreIsFree();
        }

        await services.GetRequiredService<DatabaseStartup>().RunAsync(stopping);
        await services.GetRequiredService<SigningKey>().LoadAsync(stopping);
        await using (AsyncServiceScope scope = services.CreateAsyncScope())
        {
            await RoleSeed.RunAsync(scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole>>());
        }

        if (app.Configuration.GetValue<bool>(DemoSeed.Setting))
        {
            app.Lifetime.ApplicationStarted.Register(() => _ = SeedAsync(app));
        }
    }

    /// <summary>Brings the database to the newest schema and ends: <c>dotnet run --project CouponAdmin.Web -- migrate</c>.</summary>
    public static Task MigrateAsync(this WebApplication app) => app.Services.GetRequiredService<DatabaseStartup>().MigrateAsync(CancellationToken.None);

    private static async Task SeedAsync(WebApplication app)
    {
        await app.Services.GetRequiredService<StoreGate>().WhenServingAsync(app.Lifetime.ApplicationStopping);
        await app.Services.GetRequiredService<DemoSeed>().RunAsync(app.Lifetime.ApplicationStopping);
        string welcome = WelcomeText.Of(app.Urls.FirstOrDefault() ?? "http://localhost:5080");
        LogWelcome(app.Logger, welcome);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Text}")]
    private static partial void LogWelcome(ILogger logger, string text);
}
