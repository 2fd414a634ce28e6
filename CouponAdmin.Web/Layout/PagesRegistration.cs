using System.Text.Encodings.Web;
using System.Text.Unicode;
using CouponAdmin.Web.Accounts;
using CouponAdmin.Web.Accounts.Outside;
using CouponAdmin.Web.Accounts.Passkeys;
using CouponAdmin.Web.Campaigns;
using CouponAdmin.Web.Claiming;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.WebEncoders;

namespace CouponAdmin.Web.Layout;

/// <summary>The two faces: static pages for members, the interactive console for operators.</summary>
internal static class PagesRegistration
{
    public static void AddPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddConsole();
        builder.Services.AddSingleton<CampaignChanges>();
        builder.Services.AddClaimPageCompression();
        builder.Services.AddSingleton<StaticFileNames>().AddSingleton<TroublePages>();

        // Korean stays readable, and a third of the size, in the documents.
        builder.Services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
    }

    public static void MapPages(this WebApplication app)
    {
        app.UseClaimPageCompression();
        app.MapStaticAssets();

        // An address that nothing answers to: the router draws its page for that, without a circuit.
        app.MapFallback(() => new RazorComponentResult<App> { StatusCode = StatusCodes.Status404NotFound })
            .WithMetadata(new ExcludeFromInteractiveRoutingAttribute())
            .AllowAnonymous()
            .ExcludeFromDescription();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        app.MapClaimPage();
        app.MapClaimForm();
        app.MapCouponQr();
        app.MapSignOut();
        app.MapPasskeys();
        app.MapOutsideSignIn();
        app.MapLanguage();
    }
}
