using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Tests.Faults;

/// <summary>A ticket as the store holds it.</summary>
internal readonly record struct QueuedTicket(string Member, long Ticket);

/// <summary>All that the oracle looks at: what the clients wrote down, what the database recorded, what the store holds, what members were shown.</summary>
internal sealed record SaleEvidence(ClaimHistory History, Campaign Books, IReadOnlyList<IssuanceRecord> Rows)
{
    /// <summary>Tickets that the store counts.</summary>
    public required int Admitted { get; init; }

    /// <summary>The whole queue; null where it can't be read from outside.</summary>
    public IReadOnlyList<QueuedTicket>? Queue { get; init; }

    /// <summary>The codes that members were shown, of those who looked; null for one who was shown none.</summary>
    public IReadOnlyDictionary<string, string?> Shown { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Of a sale in this process.</summary>
    public static async Task<SaleEvidence> OfAsync(TestSale sale, ClaimHistory history)
    {
        QueuedTicket[] queue = [.. (await sale.QueueAsync()).Select(e => new QueuedTicket((string)e.Element!, (long)e.Score))];
        return new SaleEvidence(history, await sale.RowAsync(), await sale.RowsAsync()) { Admitted = queue.Length, Queue = queue };
    }

    /// <summary>The database's side of a sale, read past the product.</summary>
    public static async Task<(Campaign Books, List<IssuanceRecord> Rows)> ReadAsync(DatabaseOptions database, string slug)
    {
        await using ServiceProvider services = Databases.Services(database);
        await using CouponDbContext db = await services.GetRequiredService<IDbContextFactory<CouponDbContext>>().CreateDbContextAsync();
        Campaign books = await db.Set<Campaign>().AsNoTracking().SingleAsync(c => c.Slug == slug);
        return (books, await db.Set<IssuanceRecord>().AsNoTracking().Where(i => i.CampaignId == books.Id).OrderBy(i => i.Ticket).ToListAsync());
    }
}
