using CouponAdmin.Core.Campaigns;
using CouponAdmin.Web.Http.Description;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace CouponAdmin.Web.Campaigns;

/// <summary>A campaign's version in the interface: <c>ETag</c> on every answer that shows one, <c>If-Match</c> on every request that changes it (RFC 9110, section 13.1.1).</summary>
/// <remarks>A failed <c>If-Match</c> is 412 <c>changed-meanwhile</c> with the campaign of now, as the caller must decide between two versions, not only learn that theirs is old.</remarks>
internal sealed class CampaignTag : IEndpointFilter
{
    public static readonly AnswerHeader Header = new("ETag", "The campaign's version, for `If-Match`.", typeof(CampaignView));

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        object? result = await next(context);
        if (ShownBy(result) is { } campaign)
        {
            context.HttpContext.Response.Headers.ETag = $"\"{campaign.Version}\"";
        }

        return result;
    }

    /// <summary>Reads <c>If-Match</c>. Without one, and for <c>*</c>, any version is met; false when it can't be read.</summary>
    public static bool TryRead(string slug, string? ifMatch, out CampaignSeen seen)
    {
        seen = slug;
        if (ifMatch is null)
        {
            return true;
        }

        // A proxy that compresses may have made a tag weak; what it stands for is the same.
        if (!EntityTagHeaderValue.TryParseStrictList([ifMatch], out IList<EntityTagHeaderValue>? tags))
        {
            return false;
        }

        seen = tags.Contains(EntityTagHeaderValue.Any) ? slug : new CampaignSeen(slug, [.. tags.Select(tag => tag.Tag.ToString().Trim('"'))]);
        return true;
    }

    private static CampaignView? ShownBy(object? result) => result switch
    {
        INestedHttpResult nested => ShownBy(nested.Result),
        ProblemHttpResult problem => problem.ProblemDetails.Extensions.TryGetValue("current", out object? current) ? current as CampaignView : null,
        IValueHttpResult value => value.Value as CampaignView,
        _ => null,
    };
}
