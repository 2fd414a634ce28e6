using CouponAdmin.Core.Database;
using CouponAdmin.Core.Operators;
using CouponAdmin.Core.Seeding;
using CouponAdmin.Core.Store;
using CouponAdmin.Web.Accounts;
using CouponAdmin.Web.Accounts.SetUp;
using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Web.Operations;

/// <summary>What happens before the first request: schema, roles, keys.</summary>
internal static partial class Preparation
{
    /// <summary>The first administrator's address, with <c>SetUp:AdministratorPassword</c>; used where there is no administrator yet. Without it the log shows a one-time code for <c>/setup</c>.</summary>
    public const string AdministratorEmail = "SetUp:AdministratorEmail";
    /// <summary>The first administrator's password. Take both away after the first start.</summary>
    public const string AdministratorPassword = "SetUp:AdministratorPassword";

    /// <remarks>The folder comes first: a second process must not touch the first one's database either.</remarks>
    public static async Task PrepareAsync(this WebApplication app)
    {
        IServiceProvider services = app.Services;
        CancellationToken stopping = app.Lifetime.ApplicationStopping;
        Core.Store.StoreOptions store = services.GetRequiredService<Core.Store.StoreOptions>();
        if (store.IsEmbedded)
        {
            RefuseEmbeddedBesideServer(store, services.GetRequiredService<DatabaseOptions>().Provider);
            services.GetRequiredService<DataDirectory>().EnsureStoreIsFree();
        }

        await services.GetRequiredService<DatabaseStartup>().RunAsync(stopping);
        await app.CheckKeyRingAsync();
        await services.GetRequiredService<SigningKey>().LoadAsync(stopping);
        await services.GetRequiredService<MemberPasses>().LoadAsync(stopping);
        await using (AsyncServiceScope scope = services.CreateAsyncScope())
        {
            await RoleSeed.RunAsync(scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole>>());
        }

        if (!CouponSettings.Flag(app.Configuration, DemoSeed.Setting, otherwise: false))
        {
            await using AsyncServiceScope scope = services.CreateAsyncScope();
            await OfferSetUpAsync(app, scope.ServiceProvider.GetRequiredService<FirstAdministrator>());
        }
        else
        {
            app.Lifetime.ApplicationStarted.Register(() => _ = SeedAsync(app));
        }
    }

    // Each instance would sell the whole quantity from a store of its own.
    private static void RefuseEmbeddedBesideServer(Core.Store.StoreOptions store, DatabaseProvider provider)
    {
        if (provider != DatabaseProvider.Sqlite && !store.IsEmbeddedMeant)
        {
            throw new SettingException(
                $"Database:Provider is {provider}, which several instances can share, but no store is named, so each would sell from an embedded one of its own. "
                + $"Set ConnectionStrings:Redis; where one instance alone will ever run, set {Core.Store.StoreOptions.EmbeddedSetting} to true.");
        }
    }

    // No default account: the settings name the first administrator, or the log shows a code to make one with.
    private static async Task OfferSetUpAsync(WebApplication app, FirstAdministrator first)
    {
        if (!await first.IsNeededAsync())
        {
            return;
        }

        if (app.Configuration[AdministratorEmail] is { Length: > 0 } email && app.Configuration[AdministratorPassword] is { Length: > 0 } password)
        {
            await first.CreateFromSettingsAsync(email, password);
            LogAdministrator(app.Logger, AdministratorPassword);
        }
        else if (await first.CodeAsync(app.Lifetime.ApplicationStopping) is { } code)
        {
            app.Services.GetRequiredService<NewSite>().Begin();
            LogSetUp(app.Logger, Routes.SetUp, code);
        }
    }

    private static async Task SeedAsync(WebApplication app)
    {
        await app.Services.GetRequiredService<StoreGate>().WhenServingAsync(app.Lifetime.ApplicationStopping);
        await app.Services.GetRequiredService<DemoSeed>().RunAsync(app.Lifetime.ApplicationStopping);
        string welcome = WelcomeText.Of(app.Urls.FirstOrDefault() ?? "http://localhost:5080");
        LogWelcome(app.Logger, welcome);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "There is no administrator yet. Open {Page} and enter this one-time set-up code: {Code}")]
    private static partial void LogSetUp(ILogger logger, string page, string code);

    [LoggerMessage(Level = LogLevel.Information, Message = "The first administrator was made from the settings; {Setting} may be taken away now.")]
    private static partial void LogAdministrator(ILogger logger, string setting);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Text}")]
    private static partial void LogWelcome(ILogger logger, string text);
}
