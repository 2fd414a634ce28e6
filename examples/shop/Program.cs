// A shop: this server, which knows its members; the API client, whose secret stays here (Coupons.cs); and the page (wwwroot).
using System.Net;
using Shop;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
string campaign = Coupons.Needed(builder.Configuration, "Campaign");
builder.Services.AddSingleton(TimeProvider.System).AddSingleton<Coupons>();
builder.Services.AddHttpClient();
WebApplication app = builder.Build();

// A post that another site's page sends is refused: browsers say where it comes from.
app.Use(async (context, next) =>
{
    if (HttpMethods.IsPost(context.Request.Method) && context.Request.Headers["Sec-Fetch-Site"].ToString() is not ("same-origin" or "none"))
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return;
    }

    context.Response.Headers.CacheControl = "no-store";
    await next(context);
});
app.UseDefaultFiles();
app.UseStaticFiles();

// A real shop has a password here. This one believes everybody, so run it on your own machine alone.
app.MapPost("/sign-in", (HttpContext context, [Microsoft.AspNetCore.Mvc.FromForm] string member) =>
{
    context.Response.Cookies.Append(Members.Cookie, member, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax });
    return Results.LocalRedirect("/");
}).DisableAntiforgery();
app.MapGet("/member", (HttpRequest request) => Results.Json(new { member = Members.Of(request) }));

// For the page: a session with which this member claims in this campaign. Who the member is, the page never says.
app.MapPost("/coupons/session", async (HttpContext context, Coupons coupons) =>
{
    if (Members.Of(context.Request) is not { } member)
    {
        return Results.StatusCode(StatusCodes.Status401Unauthorized);
    }

    (HttpStatusCode status, ClaimSession? session) =
        await coupons.PostAsync<ClaimSession>("/api/v1/claim-sessions", new { member, campaign }, context.RequestAborted);
    return session is null
        ? Results.StatusCode((int)status)
        : Results.Json(new { api = $"{coupons.Address}/api/v1/campaigns/{campaign}", session.AccessToken, session.ExpiresIn });
});

// For the link: the member's browser goes on to the claim page of the coupons' site, and comes in there as this member.
app.MapPost("/coupons/page", async (HttpContext context, Coupons coupons) =>
{
    if (Members.Of(context.Request) is not { } member)
    {
        return Results.LocalRedirect("/");
    }

    (HttpStatusCode status, HandOver? link) =
        await coupons.PostAsync<HandOver>("/api/v1/hand-overs", new { member, campaign }, context.RequestAborted);
    if (link is null)
    {
        return Results.StatusCode((int)status);
    }

    context.Response.Headers.Location = link.Url;
    return Results.StatusCode(StatusCodes.Status303SeeOther);
});

await app.RunAsync();
