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
    /// <summary>False when the program must not start; the reason has been logged in words.</summary>
    public static async Task<bool> PrepareAsync(this WebApplication app)
    {
        IServiceProvider services = app.Services;
        try
        {
            await services.GetRequiredService<DatabaseStartup>().RunAsync(app.Lifetime.ApplicationStopping);
            await services.GetRequiredService<SigningKey>().LoadAsync(app.Lifetime.ApplicationStopping);
            await using AsyncServiceScope scope = services.CreateAsyncScope();
            await RoleSeed.RunAsync(scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole>>());
        }
        catch (SchemaOutdatedException e)
        {
            LogNotStarted(app.Logger, e.Message);
            return false;
        }

        if (app.Configuration.GetValue<bool>(DemoSeed.Setting))
        {
            app.Lifetime.ApplicationStarted.Register(() => _ = SeedAsync(app));
        }

        return true;
    }

    /// <summary>Brings the database to the newest schema and ends: <c>dotnet run --project CouponAdmin.Web -- migrate</c>.</summary>
    public static async Task<int> MigrateAsync(this WebApplication app)
    {
        await app.Services.GetRequiredService<DatabaseStartup>().MigrateAsync(CancellationToken.None);
        return 0;
    }

    private static async Task SeedAsync(WebApplication app)
    {
        await app.Services.GetRequiredService<StoreGate>().WhenServingAsync(app.Lifetime.ApplicationStopping);
        await app.Services.GetRequiredService<DemoSeed>().RunAsync(app.Lifetime.ApplicationStopping);
        string welcome = WelcomeText.Of(app.Urls.FirstOrDefault() ?? "http://localhost:5080");
        LogWelcome(app.Logger, welcome);
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "Not started. {Reason}")]
    private static partial void LogNotStarted(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Text}")]
    private static partial void LogWelcome(ILogger logger, string text);
}
