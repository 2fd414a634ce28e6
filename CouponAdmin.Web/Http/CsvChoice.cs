using System.ComponentModel;
using CouponAdmin.Core.Exports;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http.Description;
using Microsoft.AspNetCore.Mvc;

namespace CouponAdmin.Web.Http;

/// <summary>Which form of a CSV file is asked for: the words that every such address knows.</summary>
public sealed record CsvChoice(
    [property: FromQuery(Name = CsvChoice.Parameter), WordsOf(typeof(CsvForm)), Description("spreadsheet (the default: a byte order mark, and cells that a spreadsheet would change or run are guarded) or programs (the plain values).")]
    string? For = null)
{
    internal const string Parameter = "for";
    internal const string Spreadsheet = "spreadsheet";
    internal const string Programs = "programs";

    internal CsvForm Form => For == Programs ? CsvForm.Programs : CsvForm.Spreadsheet;

    internal IReadOnlyList<FieldProblem> Problems() => For is null or Spreadsheet or Programs ? [] : [new FieldProblem(Parameter, FieldRule.UnknownValue)];

    /// <summary>The headers of the file.</summary>
    /// <param name="name">The file's name without its ending: plain letters, as it goes into a header.</param>
    internal static void Announce(HttpResponse response, string name)
    {
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}.csv\"";
    }

    /// <summary>The address of the other form of a file.</summary>
    internal static string ForPrograms(string address) => $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Parameter}={Programs}";
}
