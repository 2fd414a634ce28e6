using CouponAdmin.Core.Issuance;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CouponAdmin.Web.Claiming;

/// <summary><c>GET /c/{slug}/me/qr.svg</c>: the code of the asker's own coupon, for a till that scans. Never cached: whoever holds the picture holds the coupon.</summary>
internal static class CouponQrEndpoint
{
    public static void MapCouponQr(this IEndpointRouteBuilder app) => app.MapGet(Routes.CouponQr, HandleAsync)
        .RequireAuthorization(Policies.Claim)
        .DisableCookieRedirect()
        .ExcludeFromDescription();

    private static async Task<Results<ContentHttpResult, NotFound>> HandleAsync(
        string slug, HttpContext context, MyClaims claims, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        MyClaim? claim = await claims.FindAsync(slug, context.User.MemberIdOf() ?? "", cancellationToken);
        return claim?.Code is { } code ? TypedResults.Text(QrPicture.Draw(code), "image/svg+xml") : TypedResults.NotFound();
    }
}
