using System.Globalization;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Coupons;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CsvHelper;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Exports;

/// <summary>A campaign's issuances as a file for spreadsheets: UTF-8 with a byte order mark (Korean Excel), and no cell is a formula.</summary>
public sealed class IssuanceCsv(IDbContextFactory<CouponDbContext> databases)
{
    private static readonly string[] Columns = ["number", "member", "code", "ticket", "claimedAt", "issuedAt", "status"];

    /// <summary>Streams rows one by one. False when there is no such campaign (nothing was written).</summary>
    /// <param name="filter">Exactly these rows in this order; null: every row with a number, in the order of the numbers.</param>
    /// <param name="showsCodes">False: codes are masked (<see cref="CodeMask"/>).</param>
    public async Task<bool> WriteAsync(string slug, IssuanceFilter? filter, bool showsCodes, Stream to, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        Campaign? campaign = await db.Set<Campaign>().AsNoTracking().SingleOrDefaultAsync(c => c.Slug == slug, cancellationToken);
        if (campaign is null)
        {
            return false;
        }

        CsvWriterOptions options = CsvWriterOptions.Default with { WriteByteOrderMark = true, Injection = CsvInjection.Escape };
        await using CsvWriter csv = CsvWriter.Create(to, options, leaveOpen: true);
        await csv.WriteRecordAsync(Columns, cancellationToken);
        IQueryable<IssuanceRecord> all = db.Set<IssuanceRecord>().AsNoTracking().Where(i => i.CampaignId == campaign.Id);
        IQueryable<IssuanceRecord> rows = filter is null ? all.Where(i => i.Number != null).OrderBy(i => i.Number) : filter.Sort(filter.Apply(all));
        await foreach (IssuanceRecord row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            await csv.WriteRecordAsync(FieldsOf(row, showsCodes), cancellationToken);
        }

        return true;
    }

    private static string[] FieldsOf(IssuanceRecord row, bool showsCodes) =>
    [
        row.Number?.ToString(CultureInfo.InvariantCulture) ?? "", row.Member, (showsCodes ? row.Code : CodeMask.Of(row.Code)) ?? "", row.Ticket.ToString(CultureInfo.InvariantCulture),
        Moment(row.ClaimedAt.ToDateTimeOffset()), Moment(row.RecordedAt.ToDateTimeOffset()), Camel(row.Status),
    ];

    private static string Moment(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static string Camel(ClaimStatus status) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(status.ToString());
}
