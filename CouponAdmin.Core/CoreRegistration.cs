using CouponAdmin.Core.ApiClients;
using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.EventLog;
using CouponAdmin.Core.Exports;
using CouponAdmin.Core.Idempotency;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Books;
using CouponAdmin.Core.Issuance.Draining;
using CouponAdmin.Core.Issuance.Tally;
using CouponAdmin.Core.LiveFeed;
using CouponAdmin.Core.Operators;
using CouponAdmin.Core.Redemptions;
using CouponAdmin.Core.Rehearsals;
using CouponAdmin.Core.Reports;
using CouponAdmin.Core.Seeding;
using CouponAdmin.Core.Store;
using CouponAdmin.Core.Telemetry;
using CouponAdmin.Core.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Quartz;

namespace CouponAdmin.Core;

/// <summary>What the product is made of; the one place that knows all features.</summary>
public static class CoreRegistration
{
    /// <param name="services">The application's services.</param>
    /// <param name="store">Which store.</param>
    /// <param name="database">Which database.</param>
    /// <param name="issuance">Checked settings of admission and draining.</param>
    /// <param name="data">The folder of the embedded store and the SQLite file.</param>
    public static IServiceCollection AddCouponCore(
        this IServiceCollection services, StoreOptions store, DatabaseOptions database, IssuanceOptions issuance, DataDirectory data)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new WebhookOptions());
        return services
            .AddSingleton(data)
            .AddSingleton<ObservedMetrics>()
            .AddCouponDatabase(database, data)
            .AddSingleton<DatabaseStartup>()
            .AddStore(store)
            .AddSingleton<KeyedActs>()
            .AddCampaigns()
            .AddIssuance(issuance)
            .AddLiveFeed()
            .AddReports()
            .AddRehearsals()
            .AddRedemptions()
            .AddEventLog()
            .AddWebhooks()
            .AddSingleton<IssuanceCsv>()
            .AddSingleton<RedemptionCsv>()
            .AddSingleton<CouponJobCsv>()
            .AddSingleton<AuditCsv>()
            .AddSingleton<MemberData>()
            .AddSingleton<AuditLog>()
            .AddOperators()
            .AddApiClients()
            .AddSingleton<DemoSeed>();
    }

    private static IServiceCollection AddStore(this IServiceCollection services, StoreOptions options) => services
        .AddSingleton(options)
        .AddSingleton<StoreConnections>()
        .AddSingleton<StoreMasters>()
        .AddSingleton<StoreGate>()
        .AddSingleton<StoreShards>()
        .AddHostedService(p => p.GetRequiredService<StoreShards>())
        .AddSingleton<IMetricSource, StoreGauges>()
        .AddSingleton<StoreClock>()
        .AddSingleton<IKnownStore, KnownStore>()
        .AddSingleton<StoreMark>()
        .AddSingleton<StoreIdentityCheck>()
        .AddHostedService<StoreStartup>()
        .AddHostedService<StoreIdentityWatch>();

    private static IServiceCollection AddCampaigns(this IServiceCollection services) => services
        .AddSingleton<CampaignFacts>()
        .AddSingleton<QuietMoment>()
        .AddSingleton<IQuietMoment>(p => p.GetRequiredService<QuietMoment>())
        .AddSingleton<CampaignCatalogue>()
        .AddSingleton<CampaignDirectory>()
        .AddSingleton<CampaignChange>()
        .AddSingleton<CreateCampaign>()
        .AddSingleton<EditCampaign>()
        .AddSingleton<PatchCampaign>()
        .AddSingleton<DeleteDraft>()
        .AddSingleton<PublishCampaign>()
        .AddSingleton<WarmCampaign>()
        .AddSingleton<PauseCampaign>()
        .AddSingleton<SwitchChallenge>()
        .AddSingleton<ChallengedCampaigns>()
        .AddSingleton<RenewedSet>(p => p.GetRequiredService<ChallengedCampaigns>())
        .AddSingleton<ResumeCampaign>()
        .AddSingleton<CloseCampaign>()
        .AddSingleton<ArchiveCampaign>()
        .AddSingleton<CampaignSlugs>()
        .AddSingleton<ChangeQuantity>();

    private static IServiceCollection AddOperators(this IServiceCollection services) => services
        .AddSingleton<StaffDirectory>()
        .AddSingleton<AccountChange>()
        .AddSingleton<CreateAccount>()
        .AddSingleton<ChangeRole>()
        .AddSingleton<SecondStep>()
        .AddSingleton<DisableAccount>()
        .AddSingleton<PasswordLink>()
        .AddSingleton<ResetPassword>();

    private static IServiceCollection AddApiClients(this IServiceCollection services) => services
        .AddSingleton<ApiClientDirectory>()
        .AddSingleton<ApiClientChange>()
        .AddSingleton<CreateApiClient>()
        .AddSingleton<RotateApiSecret>()
        .AddSingleton<RevokeApiClient>()
        .AddSingleton<RevokedApiClients>()
        .AddSingleton<RenewedSet>(p => p.GetRequiredService<RevokedApiClients>())
        .AddSingleton<AuthenticateApiClient>()
        .AddSingleton<OneTimeUses>()
        .AddSingleton<MemberTokens>();

    private static IServiceCollection AddLiveFeed(this IServiceCollection services) => services
        .AddSingleton(p => new PulseReader(
            p.GetRequiredService<IDbContextFactory<CouponDbContext>>(), p.GetRequiredService<CampaignFacts>(), p.GetRequiredService<OldestWaiting>(),
            p.GetRequiredService<StoreClock>()))
        .AddSingleton<LiveRushSource>()
        .AddSingleton(p => new LivePulses(
            p.GetRequiredService<PulseReader>(), p.GetRequiredService<LiveRushSource>(), p.GetRequiredService<TallyStore>(), p.GetRequiredService<BusyAddresses>(),
            p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<LivePulses>>()))
        .AddSingleton(p => new SystemHealthReader(
            p.GetRequiredService<StoreGate>(), p.GetRequiredService<StoreConnections>(), p.GetRequiredService<StoreClock>(),
            p.GetRequiredService<IDbContextFactory<CouponDbContext>>(), p.GetRequiredService<DatabaseOptions>(), p.GetRequiredService<DrainHeartbeat>(),
            p.GetRequiredService<DrainLease>(), p.GetRequiredService<ISchedulerFactory>(), p.GetRequiredService<WebhookStanding>(),
            p.GetRequiredService<TimeProvider>(), p.GetRequiredService<StoreShards>(), p.GetRequiredService<StoreOptions>()))
        .AddSingleton(p => new PreFlight(
            p.GetRequiredService<IDbContextFactory<CouponDbContext>>(), p.GetRequiredService<BooksReader>(), p.GetRequiredService<SystemHealthReader>(),
            p.GetRequiredService<StoreClock>()))
        .AddHostedService(p => p.GetRequiredService<LivePulses>())
        .AddSingleton<LiveSales>()
        .AddSingleton(p => new LiveDrains(p.GetRequiredService<LiveSales>()))
        .AddSingleton<IMetricSource, SaleGauges>()
        .AddHostedService(p => p.GetRequiredService<LiveSales>());

    private static IServiceCollection AddReports(this IServiceCollection services) => services
        .AddSingleton<KeptAnswers>()
        .AddSingleton(p => new SaleReports(
            p.GetRequiredService<IDbContextFactory<CouponDbContext>>(), p.GetRequiredService<CampaignFacts>(), p.GetRequiredService<KeptAnswers>(),
            p.GetRequiredService<StoreClock>()))
        .AddSingleton(p => new RushPairs(p.GetRequiredService<IDbContextFactory<CouponDbContext>>(), p.GetRequiredService<CampaignFacts>()));
}
