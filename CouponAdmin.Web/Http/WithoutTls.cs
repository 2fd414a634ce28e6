using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CouponAdmin.Web.Http;

/// <summary>Outside Development the cookies are Secure, and a browser keeps them by https or from localhost only. Where the product sees neither, the page names the setting.</summary>
/// <remarks>The usual reason is a proxy that ends TLS and isn't named in <c>Proxy:*</c>, so that its word about https isn't believed.</remarks>
internal static partial class WithoutTls
{
    private const string Circuits = "/_blazor";

    /// <summary>Behind the routing. The list of campaigns stays readable: nobody need be known there.</summary>
    public static void UseTlsNotice(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
        {
            return;
        }

        app.Lifetime.ApplicationStarted.Register(() => Warn(app));
        app.Use((context, next) => !CanKeepCookies(context.Request) && NeedsCookies(context)
            ? context.RequestServices.GetRequiredService<ITroublePages>().Of(context, StatusCodes.Status421MisdirectedRequest).ExecuteAsync(context)
            : next(context));
    }

    internal static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));

    // Browsers take an address of the machine itself for trustworthy (W3C Secure Contexts, section 3.1).
    private static bool CanKeepCookies(HttpRequest request) => request.IsHttps || IsLoopback(request.Host.Host);

    private static bool NeedsCookies(HttpContext context) =>
        (StaticForms.IsPage(context) && context.Request.Path != Routes.Home)

        // It would be used up for a session that the browser doesn't keep.
        || context.Request.Path.StartsWithSegments("/hand-over", StringComparison.OrdinalIgnoreCase)
        || (HttpMethods.IsPost(context.Request.Method)
            && !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)

            // A program shows its secret and gets a token; a cookie has no part in it.
            && !context.Request.Path.Equals(Routes.Token, StringComparison.OrdinalIgnoreCase)
            && !context.Request.Path.StartsWithSegments(Circuits, StringComparison.OrdinalIgnoreCase));

    private static void Warn(WebApplication app)
    {
        ICollection<string> addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        bool hasTls = addresses.Any(address => address.StartsWith("https:", StringComparison.OrdinalIgnoreCase));
        if (!hasTls && string.IsNullOrWhiteSpace(app.Configuration[KnownProxies.Addresses]) && string.IsNullOrWhiteSpace(app.Configuration[KnownProxies.Networks]))
        {
            LogWithoutTls(app.Logger);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No address is https and no proxy is named: people can sign in by http://localhost only. Set Proxy__Addresses or Proxy__Networks to the proxy that ends TLS, or listen on https.")]
    private static partial void LogWithoutTls(ILogger logger);
}
