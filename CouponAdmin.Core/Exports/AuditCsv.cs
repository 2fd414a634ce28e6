using System.Globalization;
using System.Runtime.CompilerServices;
using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Exports;

/// <summary>Audit entries as a file.</summary>
public sealed class AuditCsv(IDbContextFactory<CouponDbContext> databases)
{
    private static readonly string[] Columns = ["id", "at", "actorId", "actorName", "address", "action", "subject", "reason", "change"];

    /// <summary>As the first line of the file names them.</summary>
    public static IReadOnlyList<string> ColumnNames => Columns;

    /// <summary>Streams every entry that matches and was there at the start, oldest first: the order in which things happened.</summary>
    public Task WriteAsync(AuditFilter filter, CsvForm form, Stream to, CancellationToken cancellationToken) =>
        CsvFile.WriteAsync("audit", to, form, Columns, PagesAsync(filter, cancellationToken), FieldsOf, cancellationToken);

    private async IAsyncEnumerable<IReadOnlyList<AuditEntry>> PagesAsync(AuditFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long last = await LastIdAsync(cancellationToken);
        long after = 0;
        List<AuditEntry> page;
        do
        {
            await using (CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken))
            {
                page = await AuditLog.Matching(db, filter).Where(a => a.Id > after && a.Id <= last).OrderBy(a => a.Id).Take(CsvFile.PageSize).ToListAsync(cancellationToken);
            }

            yield return page;
            after = page.Count > 0 ? page[^1].Id : last;
        }
        while (page.Count == CsvFile.PageSize);
    }

    private async Task<long> LastIdAsync(CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<AuditEntry>().MaxAsync(a => (long?)a.Id, cancellationToken) ?? 0;
    }

    private static string[] FieldsOf(AuditEntry entry, Func<string, string> text) =>
    [
        entry.Id.ToString(CultureInfo.InvariantCulture), CsvFile.Moment(entry.At),
        text(entry.ActorId), text(entry.ActorName), text(entry.Address ?? ""), entry.Action, text(entry.Subject), text(entry.Reason ?? ""), text(entry.Change ?? ""),
    ];
}
