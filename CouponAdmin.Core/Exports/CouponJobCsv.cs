using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CouponAdmin.Core.Issuance.Bulk;

namespace CouponAdmin.Core.Exports;

/// <summary>What became of the coupons of a job, as a file.</summary>
public sealed class CouponJobCsv(CouponJobs jobs)
{
    private static readonly string[] Columns = ["number", "outcome"];

    public static IReadOnlyList<string> ColumnNames => Columns;

    /// <summary>Streams the coupons of a job in the order in which they were given; without an outcome where their turn has not come.</summary>
    /// <param name="id">A job that exists.</param>
    /// <param name="outcome">Only these; null: all.</param>
    public Task WriteAsync(long id, CouponJobOutcome? outcome, CsvForm form, Stream to, CancellationToken cancellationToken) =>
        CsvFile.WriteAsync("coupon-job", to, form, Columns, PagesAsync(id, outcome, cancellationToken), FieldsOf, cancellationToken);

    private async IAsyncEnumerable<IReadOnlyList<CouponJobResult>> PagesAsync(long id, CouponJobOutcome? outcome, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long? after = 0;
        while (after is { } last)
        {
            CouponJobResultPage page = await jobs.ResultsAsync(id, outcome, last, CouponJobs.PageSizeMax, cancellationToken);
            yield return page.Items;
            after = page.Next;
        }
    }

    private static string[] FieldsOf(CouponJobResult result, Func<string, string> text) =>
        [result.Number.ToString(CultureInfo.InvariantCulture), result.Outcome is { } outcome ? JsonNamingPolicy.CamelCase.ConvertName(outcome.ToString()) : ""];
}
