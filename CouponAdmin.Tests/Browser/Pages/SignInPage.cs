using CouponAdmin.Core.Seeding;
using Microsoft.Playwright;

namespace CouponAdmin.Tests.Browser.Pages;

/// <summary>The sign-in page; it leads back to where somebody wanted to go.</summary>
internal sealed class SignInPage(IPage page)
{
    /// <summary>Signs one of the demo accounts in, or somebody with a password of their own; the page that sent here follows.</summary>
    public async Task SignInAsync(string email, string password = DemoSeed.Password)
    {
        await page.Locator("main input[inputmode=email]").FillAsync(email);
        await page.Locator("main input[type=password]").FillAsync(password);
        await page.Locator("main form button[type=submit], main form button:not([type])").First.ClickAsync();
    }
}
