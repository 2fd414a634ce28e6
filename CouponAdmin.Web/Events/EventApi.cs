using System.ComponentModel;
using System.Security.Claims;
using CouponAdmin.Core.ApiClients;
using CouponAdmin.Core.EventLog;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Http.Description;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CouponAdmin.Web.Events;

/// <summary>The event log over HTTP.</summary>
internal static class EventApi
{
    private const int LimitDefault = 100;

    public static void MapEventApi(this IEndpointRouteBuilder app)
    {
        app.MapApi(ApiTags.Events).MapGet(EventRoutes.Events, ReadAsync).RequireAuthorization(Policies.Read).OpenTo(ApiScope.EventsRead).Refuses(StatusCodes.Status409Conflict, "unknown-cursor")
            .WithSummary("What happened to coupons and campaigns, oldest first. With wait, the answer comes as soon as something happens.");
        app.MapWebhookApi();
    }

    private static async Task<Results<Ok<EventPage>, ProblemHttpResult>> ReadAsync(
        EventFeed feed, ClaimsPrincipal user, IHostApplicationLifetime lifetime, CancellationToken ct,
        [Description("Events above this id; next of the answer before, or 0 for the whole log.")] long after = 0,
        [Description("Events in one answer at most, 1–1,000.")] int limit = LimitDefault,
        [Description("Seconds to wait for an event while there is none, 0–30.")] int wait = 0)
    {
        List<FieldProblem> problems = [];
        problems.AddRange(after < 0 ? [new FieldProblem("after", FieldRule.OutOfRange, 0)] : []);
        problems.AddRange(limit is < 1 or > EventReader.PageSizeMax ? [new FieldProblem("limit", FieldRule.OutOfRange, 1, EventReader.PageSizeMax)] : []);
        problems.AddRange(wait < 0 || wait > EventFeed.WaitMax.TotalSeconds ? [new FieldProblem("wait", FieldRule.OutOfRange, 0, (long)EventFeed.WaitMax.TotalSeconds)] : []);
        if (problems.Count > 0)
        {
            return Problems.Invalid(problems);
        }

        EventPage? page = await feed.ReadAsync(after, limit, TimeSpan.FromSeconds(wait), lifetime.ApplicationStopping, ct);
        return page is null
            ? Problems.Make(StatusCodes.Status409Conflict, "unknown-cursor", "There is no such event yet: the cursor belongs to another log, such as one that was restored from a backup. Begin again with after=0.")
            : TypedResults.Ok(page with { Items = [.. page.Items.Select(item => item.SeenBy(user.SeesCodes()))] });
    }
}
