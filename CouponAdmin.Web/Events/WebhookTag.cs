using CouponAdmin.Core.Webhooks;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Http.Description;

namespace CouponAdmin.Web.Events;

/// <summary>A webhook's version in the interface: <c>ETag</c> on every answer that shows one (<see cref="VersionTag"/>).</summary>
internal sealed class WebhookTag : IEndpointFilter
{
    /// <summary>Where a refusal holds the webhook as it is now. Not where it holds a campaign: clients that are generated know one type for each name.</summary>
    public const string Current = "currentWebhook";

    public static readonly AnswerHeader Header = new("ETag", "The webhook's version, for `If-Match`.", typeof(WebhookView));

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        object? result = await next(context);
        if (VersionTag.ShownBy<WebhookView>(result, Current) is { } webhook)
        {
            VersionTag.Write(context.HttpContext, webhook.Version);
        }

        return result;
    }
}
