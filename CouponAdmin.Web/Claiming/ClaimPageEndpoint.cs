using CouponAdmin.Core.Campaigns;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CouponAdmin.Web.Claiming;

/// <summary><c>GET /c/{slug}</c>: not a routed page, as those send antiforgery cookies and protected state to each visitor and forbid caching.</summary>
public static class ClaimPageEndpoint
{
    private const string OneSecondForEveryone = "public, max-age=1";

    public static void MapClaimPage(this IEndpointRouteBuilder app)
    {
        app.MapGet(Routes.ClaimPage, HandleAsync)
            .CacheOutput(policy => policy.AddPolicy<ClaimPageCaching>(), excludeDefaultPolicy: true)
            .WithMetadata(new ClaimPageCompression.Public())
            .AllowAnonymous()
            .ExcludeFromDescription();
    }

    private static async Task<IResult> HandleAsync(
        string slug, HttpContext context, CampaignCatalogue catalogue, StaticFileNames files, CancellationToken cancellationToken)
    {
        context.Response.Headers.Vary = "Accept-Language, Cookie";
        CampaignView? campaign = await catalogue.FindPublishedAsync(slug, cancellationToken);
        if (campaign is null)
        {
            context.Response.Headers.CacheControl = "no-store";
            return new RazorComponentResult<UnknownCampaignPage>(new { Here = Routes.ClaimPageOf(slug), Files = files.All }) { StatusCode = StatusCodes.Status404NotFound };
        }

        context.Response.Headers.CacheControl = OneSecondForEveryone;
        return new RazorComponentResult<ClaimPage>(new { Campaign = campaign, Files = files.All });
    }
}
