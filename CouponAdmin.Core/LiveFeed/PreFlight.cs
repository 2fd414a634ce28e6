using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance.Books;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.LiveFeed;

/// <summary>Looks at everything that an opening needs, before the crowd does.</summary>
public sealed class PreFlight
{
    /// <summary>A window shorter than this is more often a slip of the hand than a plan.</summary>
    public static readonly TimeSpan WindowMin = TimeSpan.FromMinutes(1);

    private readonly IDbContextFactory<CouponDbContext> _databases;
    private readonly BooksReader _books;
    private readonly SystemHealthReader _system;
    private readonly StoreClock _clock;

    internal PreFlight(IDbContextFactory<CouponDbContext> databases, BooksReader books, SystemHealthReader system, StoreClock clock) =>
        (_databases, _books, _system, _clock) = (databases, books, system, clock);

    /// <summary>Null when there is no such campaign.</summary>
    public async Task<PreFlightReport?> CheckAsync(string slug, CancellationToken cancellationToken)
    {
        SystemHealth health = await _system.ReadAsync();
        await using CouponDbContext db = await _databases.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Campaign>().AsNoTracking().SingleOrDefaultAsync(c => c.Slug == slug, cancellationToken) is not { } campaign)
        {
            return null;
        }

        PreFlightFinding[] findings = [await CacheAsync(campaign), StoreOf(health), DrainerOf(health), ClocksOf(health), WindowOf(campaign, _clock.Now)];
        return new PreFlightReport([.. findings.Select(finding => new PreFlightLine(finding))], health, _clock.Now.ToDateTimeOffset());
    }

    internal static PreFlightFinding StoreOf(SystemHealth health) => health switch
    {
        { DoesStoreServe: false } => PreFlightFinding.StoreIsAway,
        { Durability.Evicts: true } => PreFlightFinding.StoreMayEvict,
        { Durability.IsDurable: null } => PreFlightFinding.StoreDurabilityUnknown,
        { Durability.IsDurable: false } => PreFlightFinding.StoreMayLose,
        _ => PreFlightFinding.StoreIsDurable,
    };

    internal static PreFlightFinding DrainerOf(SystemHealth health) =>
        health.IsDrainerSilent || !health.IsSchedulerRunning ? PreFlightFinding.DrainerIsSilent : PreFlightFinding.DrainerRuns;

    internal static PreFlightFinding ClocksOf(SystemHealth health) => health switch
    {
        { ClockOffset: null } => PreFlightFinding.ClocksUnknown,
        { AreClocksApart: true } => PreFlightFinding.ClocksAreApart,
        _ => PreFlightFinding.ClocksAgree,
    };

    internal static PreFlightFinding WindowOf(Campaign campaign, StoreTime now) => campaign switch
    {
        _ when now >= campaign.ClosesAt => PreFlightFinding.WindowIsOver,
        _ when campaign.ClosesAt - (now > campaign.OpensAt ? now : campaign.OpensAt) < WindowMin => PreFlightFinding.WindowIsShort,
        _ when now >= campaign.OpensAt => PreFlightFinding.WindowRuns,
        _ => PreFlightFinding.WindowIsComing,
    };

    private async Task<PreFlightFinding> CacheAsync(Campaign campaign)
    {
        if (!campaign.IsPublished)
        {
            return PreFlightFinding.CacheComesWithPublishing;
        }

        try
        {
            StoreBooks found = await _books.ReadAsync(campaign);
            return found switch
            {
                { FactsVersion: 0 } => PreFlightFinding.CacheIsCold,

                // A version that is newer in the store was changed between the two readings.
                _ when found.FactsVersion < campaign.Version || found.UpToWatermark != campaign.Recorded => PreFlightFinding.CacheDiffers,
                _ => PreFlightFinding.CacheAgrees,
            };
        }
        catch (Exception e) when (Outage.Is(e))
        {
            return PreFlightFinding.CacheUnknown;
        }
    }
}
