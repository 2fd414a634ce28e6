using CouponAdmin.Web.Claiming;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CouponAdmin.Web.Shop;

/// <summary><c>GET /hand-over/{link}</c>: a member's browser comes from a shop. <c>POST</c>: the press on the page that asks first.</summary>
internal static class HandOverEndpoint
{
    public static void MapHandOver(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder group = app.MapGroup("").AllowAnonymous().ExcludeFromDescription();
        group.MapGet(Routes.HandOver, (string link, HttpContext context, HandOverLinks links, HandOverDoor door, StaticFileNames files) => ComeAsync(link, isPressed: false, context, links, door, files));
        group.MapPost(Routes.HandOver, (string link, HttpContext context, HandOverLinks links, HandOverDoor door, StaticFileNames files) => SameOrigin.IsFormPost(context.Request)
            ? ComeAsync(link, isPressed: true, context, links, door, files)
            : Task.FromResult<IResult>(Problems.Make(StatusCodes.Status403Forbidden, "foreign-origin", "The form was not posted from this site.")));
    }

    private static async Task<IResult> ComeAsync(string link, bool isPressed, HttpContext context, HandOverLinks links, HandOverDoor door, StaticFileNames files)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (links.Read(link) is not { } handOver)
        {
            return Page(HandOverMoment.Altered, handOver: null);
        }

        if (door.IsOver(handOver))
        {
            return Page(HandOverMoment.Over, handOver);
        }

        if (!isPressed && door.MustAsk(context, handOver))
        {
            return Page(await door.IsUsedAsync(handOver) ? HandOverMoment.Used : HandOverMoment.Asking, handOver);
        }

        return await door.TryEnterAsync(context, handOver)
            ? SeeOther.To(context, Routes.ClaimPageOf(handOver.Campaign))
            : Page(HandOverMoment.Used, handOver);

        RazorComponentResult<HandOverPage> Page(HandOverMoment moment, HandOver? handOver) => new(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(HandOverPage.Moment)] = moment,
            [nameof(HandOverPage.HandOver)] = handOver,
            [nameof(HandOverPage.IsHere)] = handOver is not null && HandOverDoor.IsHere(context, handOver),
            [nameof(HandOverPage.SignedInAs)] = context.User.IsPerson() ? context.User.Identity?.Name : null,
            [nameof(HandOverPage.Here)] = context.Request.Path.Value!,
            [nameof(HandOverPage.Files)] = files.All,
        }) { StatusCode = StatusOf(moment) };
    }

    // No default arm: a new moment does not compile until it has its status here.
    private static int StatusOf(HandOverMoment moment) => moment switch
    {
        HandOverMoment.Asking => StatusCodes.Status200OK,
        HandOverMoment.Altered => StatusCodes.Status404NotFound,
        HandOverMoment.Over or HandOverMoment.Used => StatusCodes.Status410Gone,
    };
}
