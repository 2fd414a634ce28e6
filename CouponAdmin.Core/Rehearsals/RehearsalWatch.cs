using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.Rehearsals;

/// <summary>Removes what a rehearsal left whose instance gives no sign any more. Every instance looks, also the same one after its next start.</summary>
public sealed partial class RehearsalWatch(
    IDbContextFactory<CouponDbContext> databases, ClearRehearsal clear, RehearsalBook book, StoreGate gate, StoreClock clock, TimeProvider time, ILogger<RehearsalWatch> log)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    /// <summary>One look.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        StoreTime alive = clock.Now + -RehearsalRules.DeadAfter;
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        if (await db.Set<SaleRehearsal>().AnyAsync(r => r.EndedAt == null && r.BeatAt >= alive, cancellationToken))
        {
            return;
        }

        if (await db.Set<Campaign>().IgnoreQueryFilters().Where(c => c.Slug == ShadowSale.Slug).Select(c => (Guid?)c.Key).SingleOrDefaultAsync(cancellationToken) is { } key)
        {
            await clear.ExecuteAsync(key, cancellationToken);
            LogCleared(log);
        }

        foreach (long dead in await db.Set<SaleRehearsal>().Where(r => r.EndedAt == null && r.BeatAt < alive).Select(r => r.Id).ToListAsync(cancellationToken))
        {
            await book.EndAsync(dead, RehearsalState.Died, report: null, cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gate.WhenServingAsync(stoppingToken);
        using PeriodicTimer timer = new(LookEvery, time);
        do
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception e) when (Outage.Is(e) && !stoppingToken.IsCancellationRequested)
            {
                LogWaiting(log, e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A rehearsal ended with its instance; what it left in store and database was removed.")]
    private static partial void LogCleared(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What a rehearsal may have left could not be looked for now: {Reason}")]
    private static partial void LogWaiting(ILogger logger, string reason);
}
