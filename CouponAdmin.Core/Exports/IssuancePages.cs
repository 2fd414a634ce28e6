using System.Runtime.CompilerServices;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Exports;

/// <summary>A campaign's rows in pages, each read with a context of its own: between two pages nothing of the database is held.</summary>
/// <remarks>
/// Which rows: those that are there when the reading begins. Rows are only added above the highest ticket and the highest number, so both are read first and nothing above them is taken.
/// What a row says, such as its status, is as it is when its page is read; a row that doesn't fit the filter at that moment is left out.
/// </remarks>
internal sealed class IssuancePages(IDbContextFactory<CouponDbContext> databases, long campaignId)
{
    /// <summary>Every row with a number, by number.</summary>
    public async IAsyncEnumerable<IReadOnlyList<IssuanceRecord>> ByNumberAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int last = await AskAsync(rows => rows.MaxAsync(i => i.Number, cancellationToken)) ?? 0;
        int after = 0;
        while (after < last)
        {
            List<IssuanceRecord> page = await AskAsync(
                rows => rows.Where(i => i.Number > after && i.Number <= last).OrderBy(i => i.Number).Take(CsvFile.PageSize).ToListAsync(cancellationToken));
            yield return page;
            after = page is { Count: CsvFile.PageSize } ? page[^1].Number ?? last : last;
        }
    }

    /// <summary>The rows that fit, in the filter's order.</summary>
    public async IAsyncEnumerable<IReadOnlyList<IssuanceRecord>> OfAsync(IssuanceFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IssuanceFilter wanted;
        await using (CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken))
        {
            wanted = await filter.ResolveAsync(db, cancellationToken);
        }

        await foreach (IReadOnlyList<IssuanceRecord> page in wanted.Order == IssuanceOrder.Ticket ? ByTicketAsync(wanted, cancellationToken) : ByListAsync(wanted, cancellationToken))
        {
            yield return page;
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<IssuanceRecord>> ByTicketAsync(IssuanceFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (long from, long to) = (0, await AskAsync(rows => rows.MaxAsync(i => (long?)i.Ticket, cancellationToken)) ?? 0);
        List<IssuanceRecord> page;
        do
        {
            page = await AskAsync(
                rows => filter.Sort(filter.Apply(rows.Where(i => i.Ticket >= from && i.Ticket <= to))).Take(CsvFile.PageSize).ToListAsync(cancellationToken));
            yield return page;
            if (page.Count > 0)
            {
                (from, to) = filter.IsDescending ? (from, page[^1].Ticket - 1) : (page[^1].Ticket + 1, to);
            }
        }
        while (page.Count == CsvFile.PageSize);
    }

    /// <summary>The order is written down first, eight bytes a row: these columns have no index to go on from, or change meanwhile.</summary>
    private async IAsyncEnumerable<IReadOnlyList<IssuanceRecord>> ByListAsync(IssuanceFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<long> tickets = await AskAsync(rows => filter.Sort(filter.Apply(rows)).Select(i => i.Ticket).ToListAsync(cancellationToken));
        foreach (long[] wanted in tickets.Chunk(CsvFile.PageSize))
        {
            // One parameter whatever its length: a list of a thousand parameters would be over a server's limit.
            Dictionary<long, IssuanceRecord> found = await AskAsync(
                rows => filter.Apply(rows).Where(i => EF.Parameter(wanted).Contains(i.Ticket)).ToDictionaryAsync(i => i.Ticket, cancellationToken));
            yield return [.. wanted.Where(found.ContainsKey).Select(ticket => found[ticket])];
        }
    }

    private async Task<TAnswer> AskAsync<TAnswer>(Func<IQueryable<IssuanceRecord>, Task<TAnswer>> ask)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync();
        return await ask(db.Set<IssuanceRecord>().AsNoTracking().Where(i => i.CampaignId == campaignId));
    }
}
