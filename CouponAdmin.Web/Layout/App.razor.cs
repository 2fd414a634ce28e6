using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace CouponAdmin.Web.Layout;

/// <summary>The document around every page.</summary>
public sealed partial class App : ComponentBase
{
    [CascadingParameter] public required HttpContext Context { get; set; }

    private bool IsInteractive => Context.AcceptsInteractiveRouting();

    /// <summary>What a signed-in member's page shows must not come back to somebody else through the browser's history.</summary>
    private bool IsPersonal => Context.User.Identity?.IsAuthenticated == true;

    private IComponentRenderMode? Mode => IsInteractive ? RenderMode.InteractiveServer : null;

    private ThemeChoice Theme => ThemeChoice.Parse(Context.Request.Cookies[ThemeChoice.Cookie]);
}
