using System.Globalization;
using System.Text.Json;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Coupons;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Exports;

/// <summary>A campaign's issuances as a file.</summary>
public sealed class IssuanceCsv(IDbContextFactory<CouponDbContext> databases)
{
    private static readonly string[] Columns = ["number", "member", "code", "ticket", "claimedAt", "issuedAt", "status", "redeemedAt"];

    /// <summary>As the first line of the file names them.</summary>
    public static IReadOnlyList<string> ColumnNames => Columns;

    private static readonly Dictionary<ClaimStatus, string> StatusWords =
        Enum.GetValues<ClaimStatus>().ToDictionary(status => status, status => JsonNamingPolicy.CamelCase.ConvertName(status.ToString()));

    /// <summary>Streams the rows that were there at the start (<see cref="IssuancePages"/>). False when there is no such campaign (nothing was written).</summary>
    /// <param name="filter">Exactly these rows in this order; null: every row with a number, in the order of the numbers.</param>
    /// <param name="form">Who reads it.</param>
    /// <param name="showsCodes">False: codes are masked (<see cref="CodeMask"/>).</param>
    public async Task<bool> WriteAsync(string slug, IssuanceFilter? filter, CsvForm form, bool showsCodes, Stream to, CancellationToken cancellationToken)
    {
        if (await FindCampaignAsync(slug, cancellationToken) is not { } campaignId)
        {
            return false;
        }

        IssuancePages pages = new(databases, campaignId);
        await CsvFile.WriteAsync(
            "issuances", to, form, Columns, filter is null ? pages.ByNumberAsync(cancellationToken) : pages.OfAsync(filter, cancellationToken), (row, text) => FieldsOf(row, showsCodes, text), cancellationToken);
        return true;
    }

    private async Task<long?> FindCampaignAsync(string slug, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Campaign>().Where(c => c.Slug == slug).Select(c => (long?)c.Id).SingleOrDefaultAsync(cancellationToken);
    }

    private static string[] FieldsOf(IssuanceRecord row, bool showsCodes, Func<string, string> text) =>
    [
        row.Number?.ToString(CultureInfo.InvariantCulture) ?? "", text(row.Member), text((showsCodes ? row.Code : CodeMask.Of(row.Code)) ?? ""), text(row.Ticket.ToString(CultureInfo.InvariantCulture)),
        CsvFile.Moment(row.ClaimedAt), CsvFile.Moment(row.RecordedAt), StatusWords[row.Status],
        row.RedeemedAt is { } used ? CsvFile.Moment(used) : "",
    ];
}
