using Microsoft.AspNetCore.Components;

namespace CouponAdmin.Web.Layout;

/// <summary>Sends somebody who is signed out to the sign-in page and back here afterwards.</summary>
public sealed class RedirectToSignIn : ComponentBase
{
    [Inject] public required NavigationManager Navigation { get; init; }

    protected override void OnInitialized()
    {
        string here = "/" + Navigation.ToBaseRelativePath(Navigation.Uri);
        Navigation.NavigateTo($"{Routes.SignIn}?returnUrl={Uri.EscapeDataString(here)}", forceLoad: true);
    }
}
