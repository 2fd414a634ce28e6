using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Endpoints;

namespace CouponAdmin.Web.Http;

/// <summary>On a page that only somebody signed out has a use for: whoever is signed in already is sent on to where they wanted to go.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ForSignedOutAttribute : Attribute;

/// <summary>Forms of static pages whose token doesn't fit: the cookie is gone, or somebody signed in or out in another tab meanwhile.</summary>
/// <remarks>The framework answers 400 with nothing. Here the page itself comes back as 400, with a sentence (in its layout) and a form that fits.</remarks>
internal static class StaticForms
{
    private const string FormName = "_handler";
    private const string ReturnTo = "returnUrl";
    private static readonly object StaleKey = new();

    /// <summary>A signed-in person who asked for the form itself: to use another account, or to read why they were not let in.</summary>
    private static readonly string[] Wanted = ["another", "failed"];

    /// <summary>Right behind the check of the tokens.</summary>
    public static IApplicationBuilder UseStaticForms(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (IsPage(context) && HttpMethods.IsPost(context.Request.Method) && await IsStaleAsync(context))
        {
            context.Items[StaleKey] = true;
            context.Features.Set<IAntiforgeryValidationFeature>(null);
            context.Request.Method = HttpMethods.Get;
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }

        if (OnwardFrom(context) is { } address)
        {
            context.Response.Redirect(address);
            return;
        }

        await next(context);
    });

    /// <summary>Whether this answer is the page of a form that didn't fit.</summary>
    public static bool IsStale(HttpContext context) => context.Items.ContainsKey(StaleKey);

    /// <summary>Whether the endpoint is a routed page.</summary>
    public static bool IsPage(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;

    private static async ValueTask<bool> IsStaleAsync(HttpContext context) =>
        context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false }
        || !context.Request.HasFormContentType
        || string.IsNullOrEmpty((await context.Request.ReadFormAsync(context.RequestAborted))[FormName]);

    private static string? OnwardFrom(HttpContext context)
    {
        bool isHere = HttpMethods.IsGet(context.Request.Method)
            && context.GetEndpoint()?.Metadata.GetMetadata<ForSignedOutAttribute>() is not null
            && context.User.Identity?.IsAuthenticated == true

            // Another site's post leads nowhere.
            && (!IsStale(context) || SameOrigin.IsFormPost(context.Request))
            && !Array.Exists(Wanted, context.Request.Query.ContainsKey);
        return isHere ? PastTheDoor(LocalAddress.OrHome(context.Request.Query[ReturnTo])) : null;
    }

    // Not to the other form of this kind, which would send them on again.
    private static string PastTheDoor(string address) =>
        address.Split('?')[0] is var path && (path.Equals(Routes.SignIn, StringComparison.OrdinalIgnoreCase) || path.Equals(Routes.Register, StringComparison.OrdinalIgnoreCase))
            ? Routes.Home
            : address;
}
