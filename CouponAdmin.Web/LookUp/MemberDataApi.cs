using System.ComponentModel.DataAnnotations;
using CouponAdmin.Core.Exports;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Http.Description;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CouponAdmin.Web.LookUp;

/// <summary>All that is kept of a member, as JSON, for an administrator who was asked for it and for the person; and its end.</summary>
internal static class MemberDataApi
{
    /// <summary>Whose data goes, and why.</summary>
    /// <param name="Member">The member's id.</param>
    /// <param name="Reason">For the audit.</param>
    public sealed record Erasure([property: Required] string? Member, [property: Required] string? Reason);

    /// <summary>What stands in their place from now on.</summary>
    public sealed record Erased(string Name);

    public static void MapMemberData(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder admin = app.AddExample(new Erasure("shop-4711", "The member asked for it")).MapAdminApi(ApiTags.Members);
        admin.MapGet(Routes.AdminMemberData, ExportAsync).RequireAuthorization(Policies.Administer).RequireRateLimiting(Limits.ExportPolicy).WithSummary("All that is kept of one member. Written into the audit.");
        admin.MapPost(Routes.AdminMemberErase, EraseAsync).RequireAuthorization(Policies.Administer).Refuses(RefusalKind.StaffAccount, RefusalKind.StillInSale, RefusalKind.UnknownAccount).WithSummary("Take a person out of what is kept; numbers and counts stay.");
        // A person presses a link to it: without a session they are led to the sign-in page, as on every page of theirs.
        app.MapGet(Routes.MyData, MineAsync).RequireAuthorization().AllowCookieRedirect().RequireRateLimiting(Limits.ExportPolicy).ExcludeFromDescription();
    }

    private static async Task<Results<Ok<MemberFile>, ProblemHttpResult>> ExportAsync([Required] string? member, HttpContext context, MemberData data, CancellationToken ct)
    {
        context.Response.Headers.CacheControl = "no-store";
        return (await data.ExportAsync(member, context.User.ActorOf(), ct)).TryGet(out MemberFile? file, out Refusal? refusal) ? TypedResults.Ok(file) : Problems.Of(refusal);
    }

    private static async Task<Results<Ok<Erased>, ProblemHttpResult>> EraseAsync(Erasure erasure, HttpContext context, EraseMember erase, CancellationToken ct) =>
        (await erase.ExecuteAsync(erasure.Member, erasure.Reason, context.User.ActorOf(), ct)).TryGet(out string? name, out Refusal? refusal) ? TypedResults.Ok(new Erased(name)) : Problems.Of(refusal);

    private static async Task<Results<Ok<MemberFile>, NotFound>> MineAsync(HttpContext context, MemberData data, CancellationToken ct)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentDisposition = "attachment; filename=\"my-data.json\"";
        return context.User.MemberIdOf() is { } member ? TypedResults.Ok(await data.OfSelfAsync(member, ct)) : TypedResults.NotFound();
    }
}
