using System.Text.Json;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Rehearsals;

/// <summary>One rehearsal as people are shown it.</summary>
/// <param name="Campaign">The campaign's slug.</param>
/// <param name="Report">Null unless it was done.</param>
public sealed record RehearsalView(
    long Id, string Campaign, string StartedBy, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, RehearsalState State, RehearsalPhase Phase, int Answered, int People,
    RehearsalReport? Report)
{
    public bool IsUnderWay => EndedAt is null;
}

/// <summary>What is written of rehearsals: the signs of the one under way, and the reports of those before.</summary>
public sealed class RehearsalBook(IDbContextFactory<CouponDbContext> databases, StoreClock clock)
{
    /// <summary>The one under way, on whichever instance; null: none is.</summary>
    public async Task<RehearsalView?> UnderWayAsync(CancellationToken cancellationToken) =>
        await ReadAsync(rows => rows.Where(r => r.EndedAt == null), cancellationToken) is [var running, ..] ? running : null;

    /// <summary>Those of a campaign, newest first, the one under way among them; at most <see cref="RehearsalRules.KeptMax"/>.</summary>
    public Task<IReadOnlyList<RehearsalView>> OfAsync(string slug, CancellationToken cancellationToken) => ReadAsync(rows => rows, cancellationToken, slug);

    /// <summary>The newest forecast of a campaign's sale that was made before it opened; null: none was.</summary>
    public async Task<RehearsalView?> LastForecastAsync(string slug, CancellationToken cancellationToken) =>
        (await ReadAsync(rows => rows.Where(r => r.State == RehearsalState.Done), cancellationToken, slug)).FirstOrDefault(r => r.Report is not null);

    /// <summary>Asks the one under way to end; its instance hears within <see cref="RehearsalRules.BeatEvery"/>. False: none was.</summary>
    public async Task<bool> AskToStopAsync(long id, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<SaleRehearsal>().Where(r => r.Id == id && r.State == RehearsalState.Running)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.State, RehearsalState.Stopping), cancellationToken) == 1;
    }

    /// <summary>A sign of the instance that runs it. False: it was asked to stop, or taken for dead.</summary>
    public async Task<bool> BeatAsync(long id, RehearsalPhase phase, int answered, CancellationToken cancellationToken)
    {
        StoreTime now = clock.Now;
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<SaleRehearsal>().Where(r => r.Id == id && r.EndedAt == null && (r.State == RehearsalState.Running || phase == RehearsalPhase.Clearing))
            .ExecuteUpdateAsync(
                set => set.SetProperty(r => r.BeatAt, now).SetProperty(r => r.Phase, phase).SetProperty(r => r.Answered, answered), cancellationToken) == 1;
    }

    /// <summary>Writes how it ended; the first word stands. The oldest reports make room.</summary>
    public async Task EndAsync(long id, RehearsalState state, RehearsalReport? report, CancellationToken cancellationToken)
    {
        StoreTime? now = clock.Now;
        string? json = report is null ? null : JsonSerializer.Serialize(report);
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Set<SaleRehearsal>().Where(r => r.Id == id && r.EndedAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(r => r.EndedAt, now).SetProperty(r => r.State, state).SetProperty(r => r.Report, json), cancellationToken);
        long campaign = await db.Set<SaleRehearsal>().Where(r => r.Id == id).Select(r => r.CampaignId).SingleOrDefaultAsync(cancellationToken);
        List<long> old = await db.Set<SaleRehearsal>().Where(r => r.CampaignId == campaign).OrderByDescending(r => r.Id).Select(r => r.Id)
            .Skip(RehearsalRules.KeptMax).Take(RehearsalRules.KeptMax).ToListAsync(cancellationToken);
        await db.Set<SaleRehearsal>().Where(r => old.Contains(r.Id)).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<RehearsalView>> ReadAsync(
        Func<IQueryable<SaleRehearsal>, IQueryable<SaleRehearsal>> which, CancellationToken cancellationToken, string? slug = null)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        var found = await which(db.Set<SaleRehearsal>().AsNoTracking())
            .Join(db.Set<Campaign>().Where(c => slug == null || c.Slug == slug), r => r.CampaignId, c => c.Id, (row, campaign) => new { row, campaign.Slug })
            .OrderByDescending(f => f.row.Id).Take(RehearsalRules.KeptMax).ToListAsync(cancellationToken);
        return
        [
            .. found.Select(f => new RehearsalView(
                f.row.Id, f.Slug, f.row.StartedBy, f.row.StartedAt.ToDateTimeOffset(), f.row.EndedAt?.ToDateTimeOffset(), f.row.State, f.row.Phase, f.row.Answered, f.row.People,
                f.row.Report is null ? null : JsonSerializer.Deserialize<RehearsalReport>(f.row.Report))),
        ];
    }
}
