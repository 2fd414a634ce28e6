using System.Text.Encodings.Web;
using System.Text.Unicode;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.WebEncoders;

namespace CouponAdmin.Web.Layout;

/// <summary>The frames of the two faces: static pages for members, the interactive console for operators. Their pages stand with each feature.</summary>
internal static class PagesRegistration
{
    public static void AddPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddConsole();

        // Korean stays readable, and a third of the size, in the documents.
        builder.Services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
    }

    public static void MapPages(this WebApplication app)
    {
        app.MapStaticAssets();

        // An address that nothing answers to: the router draws its page for that, without a circuit.
        app.MapFallback(() => new RazorComponentResult<App> { StatusCode = StatusCodes.Status404NotFound })
            .WithMetadata(new ExcludeFromInteractiveRoutingAttribute())
            .AllowAnonymous()
            .ExcludeFromDescription();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        app.MapLanguage();
    }
}
