using System.Globalization;
using System.Runtime.CompilerServices;
using CouponAdmin.Core.Coupons;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Redemptions;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Exports;

/// <summary>Redemptions as a file. Amounts are whole numbers of the currency's smallest unit.</summary>
public sealed class RedemptionCsv(IDbContextFactory<CouponDbContext> databases)
{
    private static readonly string[] Columns =
    [
        "id", "status", "campaign", "number", "code", "member", "orderId", "orderAmount", "currency", "discount", "redeemedAt", "redeemedBy", "rolledBackAt", "rolledBackBy", "rollbackReason",
    ];

    /// <summary>As the first line of the file names them.</summary>
    public static IReadOnlyList<string> ColumnNames => Columns;

    /// <summary>Streams the redemptions that fit and were there at the start, oldest first.</summary>
    /// <param name="showsCodes">False: codes are masked (<see cref="CodeMask"/>).</param>
    public Task WriteAsync(RedemptionFilter filter, CsvForm form, bool showsCodes, Stream to, CancellationToken cancellationToken) =>
        CsvFile.WriteAsync("redemptions", to, form, Columns, PagesAsync(filter, cancellationToken), (row, text) => FieldsOf(row, showsCodes, text), cancellationToken);

    private async IAsyncEnumerable<IReadOnlyList<RedemptionRow>> PagesAsync(RedemptionFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (long last, RedemptionFilter wanted) = await BeginAsync(filter, cancellationToken);
        long after = 0;
        List<RedemptionRow> page;
        do
        {
            await using (CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken))
            {
                page = await wanted.Apply(db.RedemptionRows()).Where(r => r.Redemption.Id > after && r.Redemption.Id <= last)
                    .OrderBy(r => r.Redemption.Id).Take(CsvFile.PageSize).ToListAsync(cancellationToken);
            }

            yield return page;
            after = page.Count > 0 ? page[^1].Redemption.Id : last;
        }
        while (page.Count == CsvFile.PageSize);
    }

    private async Task<(long Last, RedemptionFilter Wanted)> BeginAsync(RedemptionFilter filter, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return (await db.Set<RedemptionRecord>().MaxAsync(r => (long?)r.Id, cancellationToken) ?? 0, await filter.ResolveAsync(db, cancellationToken));
    }

    private static string[] FieldsOf(RedemptionRow row, bool showsCodes, Func<string, string> text)
    {
        RedemptionRecord use = row.Redemption;
        return
        [
            Number(use.Id), use.RolledBackAt is null ? "redeemed" : "rolledBack", text(row.Slug), row.Coupon.Number is { } number ? Number(number) : "",
            text((showsCodes ? row.Coupon.Code : CodeMask.Of(row.Coupon.Code)) ?? ""), text(row.Coupon.Member), text(use.OrderId), Number(use.OrderAmount), use.Currency, Number(use.Discount),
            CsvFile.Moment(use.At), text(use.ActorName), use.RolledBackAt is { } back ? CsvFile.Moment(back) : "", text(use.RolledBackBy ?? ""), text(use.RollbackReason ?? ""),
        ];
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
