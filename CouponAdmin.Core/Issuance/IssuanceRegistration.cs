using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance.Admitting;
using CouponAdmin.Core.Issuance.Books;
using CouponAdmin.Core.Issuance.Bulk;
using CouponAdmin.Core.Issuance.Draining;
using CouponAdmin.Core.Issuance.Eligibility;
using CouponAdmin.Core.Issuance.FailOver;
using CouponAdmin.Core.Issuance.LookUp;
using CouponAdmin.Core.Issuance.Notices;
using CouponAdmin.Core.Issuance.Pools;
using CouponAdmin.Core.Issuance.Quarantine;
using CouponAdmin.Core.Issuance.Reconcile;
using CouponAdmin.Core.Issuance.Refusals;
using CouponAdmin.Core.Issuance.Tally;
using CouponAdmin.Core.Store;
using CouponAdmin.Core.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace CouponAdmin.Core.Issuance;

/// <summary>Registers admission, draining, notices and the books check.</summary>
internal static class IssuanceRegistration
{
    public static IServiceCollection AddIssuance(this IServiceCollection services, IssuanceOptions options) => services
        .AddSingleton(options)
        .AddSingleton<IMetricSource, IssuanceGauges>()
        .AddSingleton<IMetricSource, FailOverGauges>()
        .AddAdmission()
        .AddDraining(options)
        .AddNotices()
        .AddRefusals()
        .AddEligibility()
        .AddCodePools()
        .AddSingleton<BooksReader>()
        .AddSingleton<TicketCounts>()
        .AddSingleton<CampaignWarmer>()
        .AddSingleton<ICampaignWarmer>(p => p.GetRequiredService<CampaignWarmer>())
        .AddSingleton<WarmOnce>()
        .AddSingleton<BooksWatch>()
        .AddHostedService(p => p.GetRequiredService<BooksWatch>())
        .AddSingleton<IssuanceHistory>()
        .AddSingleton<MemberCoupons>()
        .AddSingleton<StartCouponJob>()
        .AddSingleton<CouponJobs>()
        .AddSingleton<CouponJobStep>()
        .AddSingleton<CouponJobRunner>()
        .AddHostedService(p => p.GetRequiredService<CouponJobRunner>())
        .AddSingleton<RevokeCoupon>()
        .AddSingleton<BooksState>()
        .AddSingleton<BooksLedger>()
        .AddSingleton<QueueComparison>()
        .AddSingleton(p => new ReconcileCampaign(
            p.GetRequiredService<IDbContextFactory<CouponDbContext>>(), p.GetRequiredService<BooksReader>(),
            p.GetRequiredService<BooksLedger>(), p.GetRequiredService<QueueComparison>(),
            p.GetRequiredService<MemberListLoader>(), p.GetRequiredService<CampaignWarmer>(),
            p.GetRequiredService<QueueDrainer>(), p.GetRequiredService<CampaignFacts>(), p.GetRequiredService<BooksState>(),
            p.GetRequiredService<Store.StoreConnections>(), p.GetRequiredService<Store.StoreClock>()))
        .AddSingleton(p => new DecideQuarantined(
            p.GetRequiredService<IDbContextFactory<CouponDbContext>>(), p.GetRequiredService<CodeSource>(),
            p.GetRequiredService<CampaignFacts>(), p.GetRequiredService<RecordedNews>(), p.GetRequiredService<Store.StoreConnections>(),
            p.GetRequiredService<Store.StoreClock>()));

    private static IServiceCollection AddEligibility(this IServiceCollection services) => services
        .AddSingleton<MemberListLoader>()
        .AddSingleton<MemberListWriter>()
        .AddSingleton<OldMemberLists>()
        .AddSingleton<MemberListViews>()
        .AddSingleton(p => new ReplaceMemberList(
            p.GetRequiredService<IDbContextFactory<CouponDbContext>>(), p.GetRequiredService<CampaignChange>(), p.GetRequiredService<MemberListWriter>(),
            p.GetRequiredService<MemberListLoader>(), p.GetRequiredService<OldMemberLists>(), p.GetRequiredService<Store.StoreClock>()))
        .AddSingleton(p => new RemoveMemberList(p.GetRequiredService<CampaignChange>(), p.GetRequiredService<OldMemberLists>()));

    private static IServiceCollection AddCodePools(this IServiceCollection services) => services
        .AddSingleton<CodePoolWriter>()
        .AddSingleton<CodePoolViews>()
        .AddSingleton<OldCodeImports>()
        .AddSingleton(p => new ImportCodes(
            p.GetRequiredService<IDbContextFactory<CouponDbContext>>(), p.GetRequiredService<CampaignChange>(), p.GetRequiredService<CodePoolWriter>(),
            p.GetRequiredService<CodePoolViews>(), p.GetRequiredService<OldCodeImports>(), p.GetRequiredService<Store.StoreClock>()))
        .AddSingleton(p => new RemoveCodePool(p.GetRequiredService<CampaignChange>(), p.GetRequiredService<OldCodeImports>()));

    private static IServiceCollection AddAdmission(this IServiceCollection services) => services
        .AddSingleton<KnownTickets>()
        .AddSingleton<KnownLists>()
        .AddSingleton<AdmissionScript>()
        .AddSingleton<BatchTraces>()
        .AddSingleton<AcknowledgedClaims>()
        .AddSingleton<FailOverRecovery>()
        .AddSingleton(p => new FailOverStanding(
            p.GetRequiredService<FailOverRecovery>(), p.GetRequiredService<AcknowledgedClaims>(), p.GetRequiredService<LostTickets>()))
        .AddSingleton<FailOverWatch>()
        .AddHostedService(p => p.GetRequiredService<FailOverWatch>())
        .AddSingleton<ShadowEntrance>()
        .AddSingleton<ClaimBatchers>()
        .AddSingleton(p => new ClaimDesk(
            p.GetRequiredService<CampaignDirectory>(), p.GetRequiredService<Admitter>(), p.GetRequiredService<ClaimRows>(), p.GetRequiredService<DisabledMembers>(),
            p.GetRequiredService<ClaimNotes>(), p.GetRequiredService<IssuanceOptions>(), p.GetRequiredService<TimeProvider>()))
        .AddSingleton<Admitter>()
        .AddSingleton<ClaimNotes>()
        .AddSingleton<OutcomeCounts>()
        .AddSingleton<SoldOutMemory>()
        .AddSingleton<SoldOutWatch>()
        .AddHostedService(p => p.GetRequiredService<SoldOutWatch>())
        .AddSingleton<FrequentAskers>()
        .AddSingleton<BusyAddresses>()
        .AddSingleton<ClaimTally>()
        .AddSingleton<TallyStore>()
        .AddSingleton<TallyLedger>()
        .AddSingleton<AskerLedger>()
        .AddSingleton<TallyKeeper>()
        .AddHostedService(p => p.GetRequiredService<TallyKeeper>())
        .AddSingleton<TallyWriter>()
        .AddHostedService(p => p.GetRequiredService<TallyWriter>());

    private static IServiceCollection AddDraining(this IServiceCollection services, IssuanceOptions options) => services
        .AddSingleton<DrainSignal>()
        .AddSingleton<DrainHeartbeat>()
        .AddSingleton<DrainPace>()
        .AddSingleton<CodeSource>()
        .AddSingleton<QueueReader>()
        .AddSingleton<DrainTransaction>()
        .AddSingleton<DrainLease>()
        .AddSingleton(p => new HandOverDrain(p.GetRequiredService<IDbContextFactory<CouponDbContext>>(), p.GetRequiredService<DrainLease>(), p.GetRequiredService<StoreClock>()))
        .AddSingleton<CampaignSeal>()
        .AddSingleton<QueueDrainer>()
        .AddSingleton(p => new OldestWaiting(p.GetRequiredService<QueueReader>()))
        .AddHostedService<DrainWaker>()
        .AddQuartz(quartz => quartz.ScheduleJob<DrainQueueJob>(trigger => trigger
            .WithIdentity("drain-queue")
            .StartNow()
            .WithOverlapPolicy(OverlapPolicy.Skip)
            .WithSimpleSchedule(schedule => schedule.WithInterval(options.DrainInterval).RepeatForever())))
        .AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);

    private static IServiceCollection AddRefusals(this IServiceCollection services) => services
        .AddSingleton<DisabledMembers>()
        .AddSingleton<RenewedSet>(p => p.GetRequiredService<DisabledMembers>())
        .AddHostedService<RenewedSetsWatch>()
        .AddSingleton<DisableMember>()
        .AddSingleton(p => new EraseMember(
            p.GetRequiredService<IDbContextFactory<CouponDbContext>>(), p.GetRequiredService<QueuedClaims>(), p.GetRequiredService<DisabledMembers>(), p.GetRequiredService<StoreClock>()))
        .AddSingleton<RefusalInbox>()
        .AddSingleton<RefusalLedger>()
        .AddSingleton<RefusalWriter>()
        .AddHostedService(p => p.GetRequiredService<RefusalWriter>())
        .AddSingleton(p => new ClaimLookUp(
            p.GetRequiredService<IDbContextFactory<CouponDbContext>>(), p.GetRequiredService<QueuedClaims>(),
            p.GetRequiredService<Store.StoreConnections>()));

    private static IServiceCollection AddNotices(this IServiceCollection services) => services
        .AddSingleton<ClaimRows>()
        .AddSingleton<LostTickets>()
        .AddSingleton<NoticeHub>()
        .AddSingleton<RecordedNews>()
        .AddHostedService<NoticeTicker>()
        .AddSingleton<QueuedClaims>()
        .AddSingleton(p => new MyClaims(
            p.GetRequiredService<IDbContextFactory<CouponDbContext>>(), p.GetRequiredService<CampaignDirectory>(),
            p.GetRequiredService<Store.StoreConnections>(), p.GetRequiredService<ClaimRows>(), p.GetRequiredService<NoticeHub>(), p.GetRequiredService<WarmOnce>(),
            p.GetRequiredService<QueuedClaims>(), p.GetRequiredService<LostTickets>()));
}
