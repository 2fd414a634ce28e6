using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Exports;
using CouponAdmin.Core.Store;
using CouponAdmin.Web.Http;

namespace CouponAdmin.Web.Audit;

/// <summary>The audit as a file.</summary>
internal static class AuditApi
{
    public static void MapAuditApi(this IEndpointRouteBuilder app) =>
        app.MapAdminApi("Administration").MapGet(Routes.AdminAuditCsv, CsvAsync).WithSummary("Who did what and when, as CSV, oldest first.");

    private static Task CsvAsync(
        AuditCsv csv, HttpContext context, CancellationToken ct,
        string? who = null, string? action = null, string? subject = null, bool wholeSubject = false, DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition = "attachment; filename=\"audit.csv\"";
        return csv.WriteAsync(new AuditFilter(who, action, subject, MomentOf(from), MomentOf(to), wholeSubject), context.Response.Body, ct);
    }

    private static StoreTime? MomentOf(DateTimeOffset? moment) => moment is { } given ? StoreTime.From(given) : null;
}
