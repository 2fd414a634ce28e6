using System.Diagnostics.Metrics;
using System.Globalization;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using CouponAdmin.Core.Telemetry;
using CsvHelper;

namespace CouponAdmin.Core.Exports;

/// <summary>Writes one file of rows that come in pages: UTF-8, commas, CRLF (RFC 4180).</summary>
/// <remarks>Each page is in memory before its first row is written, so a reader who takes an hour for it holds no connection and no transaction of the database.</remarks>
internal static class CsvFile
{
    /// <summary>Rows read at once: few enough to be held for every export that is open, and enough that a query is paid for many.</summary>
    public const int PageSize = 2_000;

    private static readonly Counter<long> Written = ProductMeter.Counter(ProductMetrics.Exports);

    /// <param name="what">What the file holds, for the metrics.</param>
    /// <param name="fieldsOf">A row's cells; the function writes what somebody chose (ids, names, reasons) or a sheet would round (tickets) in the way of the form.</param>
    public static async Task WriteAsync<TRow>(
        string what, Stream to, CsvForm form, string[] columns, IAsyncEnumerable<IReadOnlyList<TRow>> pages, Func<TRow, Func<string, string>, string[]> fieldsOf, CancellationToken cancellationToken)
    {
        bool isWhole = false;
        try
        {
            await WriteAsync(to, form, columns, pages, fieldsOf, cancellationToken);
            isWhole = true;
        }
        finally
        {
            Written.Add(1, new KeyValuePair<string, object?>(ProductMetrics.File, what), new(ProductMetrics.Outcome, isWhole ? "whole" : "cut"));
        }
    }

    private static async Task WriteAsync<TRow>(
        Stream to, CsvForm form, string[] columns, IAsyncEnumerable<IReadOnlyList<TRow>> pages, Func<TRow, Func<string, string>, string[]> fieldsOf, CancellationToken cancellationToken)
    {
        // A tab in front is inside quotes, so that no reader trims it.
        CsvWriterOptions options = form == CsvForm.Spreadsheet
            ? CsvWriterOptions.Default with { WriteByteOrderMark = true, Quoting = CsvQuoting.WhenNeededOrWhitespace }
            : CsvWriterOptions.Default;
        Func<string, string> text = form == CsvForm.Spreadsheet ? SpreadsheetCell.Guard : value => value;

        // The first page before the first letter: while the database is away the asker is told so, and gets no file that breaks off.
        await using IAsyncEnumerator<IReadOnlyList<TRow>> reading = pages.GetAsyncEnumerator(cancellationToken);
        bool hasPage = await reading.MoveNextAsync();
        await using CsvWriter csv = CsvWriter.Create(to, options, leaveOpen: true);
        await csv.WriteRecordAsync(columns, cancellationToken);
        while (hasPage)
        {
            foreach (TRow row in reading.Current)
            {
                await csv.WriteRecordAsync(fieldsOf(row, text), cancellationToken);
            }

            hasPage = await reading.MoveNextAsync();
        }
    }

    /// <summary>A moment in a file, in both forms: UTC to the microsecond, and it says so itself. A column of local times would name its zone in its header.</summary>
    public static string Moment(StoreTime moment) => moment.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
