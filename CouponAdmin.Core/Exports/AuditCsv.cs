using System.Globalization;
using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CsvHelper;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Exports;

/// <summary>Audit entries as a file for spreadsheets: UTF-8 with a byte order mark (Korean Excel), and no cell is a formula.</summary>
public sealed class AuditCsv(IDbContextFactory<CouponDbContext> databases)
{
    private static readonly string[] Columns = ["id", "at", "actorId", "actorName", "address", "action", "subject", "reason", "change"];

    /// <summary>Streams every entry that matches, oldest first: the order in which things happened.</summary>
    public async Task WriteAsync(AuditFilter filter, Stream to, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        CsvWriterOptions options = CsvWriterOptions.Default with { WriteByteOrderMark = true, Injection = CsvInjection.Escape };
        await using CsvWriter csv = CsvWriter.Create(to, options, leaveOpen: true);
        await csv.WriteRecordAsync(Columns, cancellationToken);
        await foreach (AuditEntry entry in AuditLog.Matching(db, filter).OrderBy(a => a.Id).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            await csv.WriteRecordAsync(FieldsOf(entry), cancellationToken);
        }
    }

    private static string[] FieldsOf(AuditEntry entry) =>
    [
        entry.Id.ToString(CultureInfo.InvariantCulture),
        entry.At.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
        entry.ActorId, entry.ActorName, entry.Address ?? "", entry.Action, entry.Subject, entry.Reason ?? "", entry.Change ?? "",
    ];
}
