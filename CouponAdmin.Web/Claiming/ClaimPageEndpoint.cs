using CouponAdmin.Core.Campaigns;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CouponAdmin.Web.Claiming;

/// <summary><c>GET /c/{slug}</c>: not a routed page, as those send antiforgery cookies and protected state to each visitor and forbid caching.</summary>
public static class ClaimPageEndpoint
{
    private const string OneSecondForEveryone = "public, max-age=1";

    public static void MapClaimPage(this IEndpointRouteBuilder app)
    {
        // Read at the first request: by then the pages and the static files are mapped, whatever their order.
        Lazy<ResourceAssetCollection> files = new(() => app.DataSources
            .SelectMany(source => source.Endpoints)
            .Select(endpoint => endpoint.Metadata.GetMetadata<ResourceAssetCollection>())
            .FirstOrDefault(assets => assets is not null) ?? ResourceAssetCollection.Empty);

        app.MapGet(Routes.ClaimPage, (string slug, HttpContext context, CampaignCatalogue catalogue, CancellationToken cancellationToken) =>
                HandleAsync(slug, context, catalogue, files.Value, cancellationToken))
            .CacheOutput(policy => policy.AddPolicy<ClaimPageCaching>(), excludeDefaultPolicy: true)
            .WithMetadata(new ClaimPageCompression.Public())
            .AllowAnonymous()
            .ExcludeFromDescription();
    }

    private static async Task<IResult> HandleAsync(
        string slug, HttpContext context, CampaignCatalogue catalogue, ResourceAssetCollection files, CancellationToken cancellationToken)
    {
        context.Response.Headers.Vary = "Accept-Language, Cookie";
        CampaignView? campaign = await catalogue.FindPublishedAsync(slug, cancellationToken);
        if (campaign is null)
        {
            context.Response.Headers.CacheControl = "no-store";
            return new RazorComponentResult<UnknownCampaignPage>(new { Here = Routes.ClaimPageOf(slug), Files = files }) { StatusCode = StatusCodes.Status404NotFound };
        }

        context.Response.Headers.CacheControl = OneSecondForEveryone;
        return new RazorComponentResult<ClaimPage>(new { Campaign = campaign, Files = files });
    }
}
