using CouponAdmin.Core.Issuance;
using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using QRCoder;

namespace CouponAdmin.Web.Claiming;

/// <summary><c>GET /c/{slug}/me/qr.svg</c>: the code of the asker's own coupon, for a till that scans. Never cached: whoever holds the picture holds the coupon.</summary>
internal static class CouponQrEndpoint
{
    private const int PixelsPerModule = 8;

    public static void MapCouponQr(this IEndpointRouteBuilder app) => app.MapGet(Routes.CouponQr, HandleAsync)
        .RequireAuthorization(Policies.Claim)
        .DisableCookieRedirect()
        .ExcludeFromDescription();

    private static async Task<Results<ContentHttpResult, NotFound>> HandleAsync(
        string slug, HttpContext context, MyClaims claims, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        MyClaim? claim = await claims.FindAsync(slug, context.User.MemberIdOf() ?? "", cancellationToken);
        return claim?.Code is { } code ? TypedResults.Text(Draw(code), "image/svg+xml") : TypedResults.NotFound();
    }

    /// <summary>Dark on white whatever the page's colours are: scanners expect it. Level M mends what a scratched screen hides.</summary>
    internal static string Draw(string code)
    {
        using QRCodeData data = QRCodeGenerator.GenerateQrCode(code, QRCodeGenerator.ECCLevel.M);
        using SvgQRCode drawing = new(data);
        return drawing.GetGraphic(PixelsPerModule, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }
}
