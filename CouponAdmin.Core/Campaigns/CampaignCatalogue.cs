using System.Diagnostics.CodeAnalysis;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Campaigns;

/// <summary>What an operator's list asks for.</summary>
/// <param name="Search">A part of the name or slug, in any case.</param>
/// <param name="State">One state only; null: every state but archived.</param>
public sealed record CampaignFilter(string? Search = null, CampaignState? State = null, int Skip = 0, int Take = 20)
{
    public CampaignOrder Order { get; init; }

    /// <summary>The page after the one whose <see cref="CampaignSlice.Next"/> this was; for the order of making, newest first. 0: the first page.</summary>
    public long After { get; init; }

    /// <summary>Made or changed by an operator at this moment or later; the archived are among them.</summary>
    public DateTimeOffset? UpdatedSince { get; init; }

    /// <summary>Highest, latest or last in the alphabet first; so are campaigns without any wish: newest first.</summary>
    public bool IsDescending { get; init; } = true;
}

/// <summary>One page of the operators' list.</summary>
/// <param name="Items">At most the asked-for limit.</param>
/// <param name="Total">How many fit, on all pages.</param>
public sealed record CampaignSlice(IReadOnlyList<CampaignView> Items, int Total)
{
    /// <summary>Pass as <c>after</c> for the next page; null on the last, and in another order than that of making.</summary>
    public long? Next { get; init; }
}

/// <summary>Finds campaigns and shows them with the store's live numbers.</summary>
public sealed class CampaignCatalogue(IDbContextFactory<CouponDbContext> databases, CampaignFacts facts, StoreClock clock)
{
    /// <summary>At most so many campaigns on the members' first page.</summary>
    public const int PublishedMax = 100;

    /// <summary>At most so many campaigns on one page of the operators' list.</summary>
    public const int PageSizeMax = 100;

    /// <summary>At most so many campaigns are passed over before a page: further than any list, near enough for every database.</summary>
    public const int SkipMax = 10_000_000;

    /// <summary>All campaigns for operators, in the order that they ask for.</summary>
    public async Task<CampaignSlice> ListAsync(CampaignFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        IQueryable<Campaign> found = InState(Since(Matching(db.Set<Campaign>().AsNoTracking(), filter.Search), filter.UpdatedSince), filter, clock.Now);
        int total = await found.CountAsync(cancellationToken);
        int take = Math.Clamp(filter.Take, 1, PageSizeMax);
        bool hasNext = filter is { Order: CampaignOrder.Created, IsDescending: true };
        List<Campaign> rows = await Ordered(filter.After > 0 ? found.Where(c => c.Id < filter.After) : found, filter)
            .Skip(Math.Max(0, filter.Skip)).Take(take + 1).ToListAsync(cancellationToken);
        List<Campaign> page = rows[..Math.Min(take, rows.Count)];
        return new CampaignSlice(await ViewsAsync(page), total) { Next = hasNext && rows.Count > take ? page[^1].Id : null };
    }

    /// <summary>What members see: published, not archived; open first, then coming, then over.</summary>
    public async Task<IReadOnlyList<CampaignView>> PublishedAsync(CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        List<Campaign> published = await db.Set<Campaign>().AsNoTracking().Where(c => c.IsPublished && !c.IsArchived)
            .OrderByDescending(c => c.ClosesAt).ThenByDescending(c => c.Id).Take(PublishedMax).ToListAsync(cancellationToken);
        IReadOnlyList<CampaignView> views = await ViewsAsync(published);
        return [.. views.OrderBy(v => v.State switch
        {
            CampaignState.Open => 0,
            CampaignState.Paused => 1,
            CampaignState.Scheduled => 2,
            CampaignState.SoldOut => 3,
            CampaignState.Closed or CampaignState.Archived or CampaignState.Draft => 4,
        }).ThenBy(v => v.State == CampaignState.Scheduled ? v.OpensAt : v.ClosesAt)];
    }

    /// <summary>One campaign, drafts included (operators); null when there is none.</summary>
    public async Task<CampaignView?> FindAsync(string slug, CancellationToken cancellationToken) =>
        await RowAsync(slug, cancellationToken) is { } campaign ? await ViewAsync(campaign) : null;

    /// <summary>One published campaign (members); null when there is none.</summary>
    public async Task<CampaignView?> FindPublishedAsync(string slug, CancellationToken cancellationToken) =>
        await RowAsync(slug, cancellationToken) is { IsPublished: true, IsArchived: false } campaign ? await ViewAsync(campaign) : null;

    internal async Task<Campaign?> RowAsync(string slug, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Campaign>().AsNoTracking().SingleOrDefaultAsync(c => c.Slug == slug, cancellationToken);
    }

    internal async Task<CampaignView> ViewAsync(Campaign campaign) =>
        CampaignViews.Of(campaign, IsInStore(campaign) ? await facts.TryReadAsync(campaign.Key) : null, clock.Now);

    private async Task<IReadOnlyList<CampaignView>> ViewsAsync(List<Campaign> campaigns) => await Task.WhenAll(campaigns.Select(ViewAsync));

    private static bool IsInStore(Campaign campaign) => campaign is { IsPublished: true, SealedAt: null };

    [SuppressMessage("Globalization", "CA1304", Justification = "Translated to the database's lower().")]
    [SuppressMessage("Globalization", "CA1311", Justification = "Translated to the database's lower().")]
    [SuppressMessage("Performance", "CA1862", Justification = "Translated to the database's lower().")]
    [SuppressMessage("Usage", "MA0011", Justification = "Translated to the database's lower().")]
    private static IQueryable<Campaign> Matching(IQueryable<Campaign> campaigns, string? search)
    {
        if (string.IsNullOrWhiteSpace(search))
        {
            return campaigns;
        }

        string term = search.Trim().ToLowerInvariant();
        return campaigns.Where(c => c.Name.ToLower().Contains(term) || c.Slug.Contains(term));
    }

    // Equal ones stand newest first, so that pages neither repeat nor leave out a row.
    private static IOrderedQueryable<Campaign> Ordered(IQueryable<Campaign> campaigns, CampaignFilter filter) => (filter.Order switch
    {
        CampaignOrder.Created => filter.IsDescending ? campaigns.OrderByDescending(c => c.Id) : campaigns.OrderBy(c => c.Id),
        CampaignOrder.Name => filter.IsDescending ? campaigns.OrderByDescending(c => c.Name) : campaigns.OrderBy(c => c.Name),
        CampaignOrder.Opens => filter.IsDescending ? campaigns.OrderByDescending(c => c.OpensAt) : campaigns.OrderBy(c => c.OpensAt),
        CampaignOrder.Closes => filter.IsDescending ? campaigns.OrderByDescending(c => c.ClosesAt) : campaigns.OrderBy(c => c.ClosesAt),
        CampaignOrder.Quantity => filter.IsDescending ? campaigns.OrderByDescending(c => c.Quantity) : campaigns.OrderBy(c => c.Quantity),
    }).ThenByDescending(c => c.Id);

    private static IQueryable<Campaign> Since(IQueryable<Campaign> campaigns, DateTimeOffset? updatedSince)
    {
        if (updatedSince is not { } moment)
        {
            return campaigns;
        }

        StoreTime since = StoreTime.From(moment);
        return campaigns.Where(c => c.CreatedAt >= since || c.ChangedAt >= since);
    }

    // The same rules as Campaign.StateAt, in SQL; sold out by the database's books, which follow the store within a second.
    private static IQueryable<Campaign> InState(IQueryable<Campaign> campaigns, CampaignFilter filter, StoreTime now)
    {
        IQueryable<Campaign> live = campaigns.Where(c => c.IsPublished && !c.IsArchived && !c.IsClosed && c.ClosesAt > now);
        IQueryable<Campaign> begun = live.Where(c => c.OpensAt <= now);
        if (filter.State is not { } wanted)
        {
            // Who keeps a copy must learn that a campaign was archived.
            return filter.UpdatedSince is null ? campaigns.Where(c => !c.IsArchived) : campaigns;
        }

        return wanted switch
        {
            CampaignState.Archived => campaigns.Where(c => c.IsArchived),
            CampaignState.Draft => campaigns.Where(c => !c.IsPublished && !c.IsArchived),
            CampaignState.Closed => campaigns.Where(c => c.IsPublished && !c.IsArchived && (c.IsClosed || c.ClosesAt <= now)),
            CampaignState.Scheduled => live.Where(c => c.OpensAt > now),
            CampaignState.Paused => begun.Where(c => c.IsPaused),
            CampaignState.SoldOut => begun.Where(c => !c.IsPaused && c.Quantity + c.Voided <= c.Recorded),
            CampaignState.Open => begun.Where(c => !c.IsPaused && c.Quantity + c.Voided > c.Recorded),
        };
    }
}
