using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Exports;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Http.Description;

namespace CouponAdmin.Web.Audit;

/// <summary>The audit as a file.</summary>
internal static class AuditApi
{
    private static readonly CsvFileShape File = new(AuditCsv.ColumnNames, "1,2026-11-23T03:00:00.000000Z,op-1,Kim,203.0.113.7,pause-campaign,spring-drop,,");

    public static void MapAuditApi(this IEndpointRouteBuilder app) =>
        app.MapAdminApi(ApiTags.Audit).MapGet(Routes.AdminAuditCsv, CsvAsync).WithMetadata(File).RequireRateLimiting(Limits.ExportPolicy).WithSummary("Who did what and when, as CSV, oldest first.");

    private static async Task CsvAsync(
        AuditCsv csv, [AsParameters] CsvChoice choice, HttpContext context, CancellationToken ct,
        string? who = null, string? action = null, string? subject = null, bool wholeSubject = false, string? from = null, string? to = null)
    {
        (StoreTime? first, FieldRule ofFrom) = MomentOf(from);
        (StoreTime? end, FieldRule ofTo) = MomentOf(to);
        List<FieldProblem> problems = [.. choice.Problems()];
        problems.AddRange(from is not null && first is null ? [new FieldProblem("from", ofFrom)] : []);
        problems.AddRange(to is not null && end is null ? [new FieldProblem("to", ofTo)] : []);
        if (problems.Count > 0)
        {
            await Problems.Invalid(problems).ExecuteAsync(context);
            return;
        }

        CsvChoice.Announce(context.Response, "audit");
        await csv.WriteAsync(new AuditFilter(who, action, subject, first, end, wholeSubject), choice.Form, context.Response.Body, ct);
    }

    private static (StoreTime? Moment, FieldRule Rule) MomentOf(string? text)
    {
        (DateTimeOffset? moment, FieldRule rule) = ApiMoment.Read(text);
        return (moment is { } given ? StoreTime.From(given) : null, rule);
    }
}
