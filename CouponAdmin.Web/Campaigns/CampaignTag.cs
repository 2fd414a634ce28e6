using CouponAdmin.Core.Campaigns;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Http.Description;

namespace CouponAdmin.Web.Campaigns;

/// <summary>A campaign's version in the interface: <c>ETag</c> on every answer that shows one, <c>If-Match</c> on every request that changes it (<see cref="VersionTag"/>).</summary>
/// <remarks>A failed <c>If-Match</c> is 412 <c>changed-meanwhile</c> with the campaign of now, as the caller must decide between two versions, not only learn that theirs is old.</remarks>
internal sealed class CampaignTag : IEndpointFilter
{
    public static readonly AnswerHeader Header = new("ETag", "The campaign's version, for `If-Match`.", typeof(CampaignView));

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        object? result = await next(context);
        if (VersionTag.ShownBy<CampaignView>(result, "current") is { } campaign)
        {
            VersionTag.Write(context.HttpContext, campaign.Version);
        }

        return result;
    }

    /// <summary>Reads <c>If-Match</c>. Without one, and for <c>*</c>, any version is met; false when it can't be read.</summary>
    public static bool TryRead(string slug, string? ifMatch, out CampaignSeen seen)
    {
        bool isRead = VersionTag.TryRead(ifMatch, out IReadOnlyList<string>? versions);
        seen = new CampaignSeen(slug, versions);
        return isRead;
    }
}
