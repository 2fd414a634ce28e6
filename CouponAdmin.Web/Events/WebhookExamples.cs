using CouponAdmin.Core.Events;
using CouponAdmin.Core.Webhooks;
using CouponAdmin.Web.Http.Description;

namespace CouponAdmin.Web.Events;

/// <summary>What the interface's description shows of webhooks.</summary>
internal static class WebhookExamples
{
    public static IEndpointRouteBuilder AddWebhookExamples(this IEndpointRouteBuilder app) => app
        .AddExample(new WebhookDraft("Shop", "https://shop.example/coupons/events", [EventNames.Of(EventKind.CouponIssued), EventNames.Of(EventKind.CouponRevoked)]))
        .AddExample(new WebhookApi.WebhookStart(SkipMissed: false))
        .AddExample(new WebhookApi.WebhookRotation(GraceHours: 24));
}
