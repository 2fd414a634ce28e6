using Microsoft.AspNetCore.Components;

namespace CouponAdmin.Web.Claiming;

/// <summary>The names of the static files with their fingerprints, for documents that the router doesn't draw.</summary>
internal sealed class StaticFileNames(EndpointDataSource endpoints)
{
    // Read at the first request: by then the pages and the static files are mapped, whatever their order.
    private readonly Lazy<ResourceAssetCollection> _all = new(() => endpoints.Endpoints
        .Select(endpoint => endpoint.Metadata.GetMetadata<ResourceAssetCollection>())
        .FirstOrDefault(assets => assets is not null) ?? ResourceAssetCollection.Empty);

    public ResourceAssetCollection All => _all.Value;
}
