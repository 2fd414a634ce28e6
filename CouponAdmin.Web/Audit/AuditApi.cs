using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Exports;
using CouponAdmin.Core.Store;
using CouponAdmin.Web.Http;

namespace CouponAdmin.Web.Audit;

/// <summary>The audit as a file.</summary>
internal static class AuditApi
{
    public static void MapAuditApi(this IEndpointRouteBuilder app) =>
        app.MapAdminApi("Administration").MapGet(Routes.AdminAuditCsv, CsvAsync).RequireRateLimiting(Limits.ExportPolicy).WithSummary("Who did what and when, as CSV, oldest first.");

    private static async Task CsvAsync(
        AuditCsv csv, [AsParameters] CsvChoice choice, HttpContext context, CancellationToken ct,
        string? who = null, string? action = null, string? subject = null, bool wholeSubject = false, DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        if (choice.Problems() is { Count: > 0 } problems)
        {
            await Problems.Invalid(problems).ExecuteAsync(context);
            return;
        }

        CsvChoice.Announce(context.Response, "audit");
        await csv.WriteAsync(new AuditFilter(who, action, subject, MomentOf(from), MomentOf(to), wholeSubject), choice.Form, context.Response.Body, ct);
    }

    private static StoreTime? MomentOf(DateTimeOffset? moment) => moment is { } given ? StoreTime.From(given) : null;
}
