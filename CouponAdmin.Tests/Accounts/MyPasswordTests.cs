using System.Text;
using CouponAdmin.Tests.Acceptance;

namespace CouponAdmin.Tests.Accounts;

/// <summary>Somebody changes their own password.</summary>
public sealed class MyPasswordTests
{
    private const string Page = "/my/password";
    private const string Old = "a-quiet-river-at-9";
    private const string New = "a-loud-harbour-at-5";

    [Fact]
    public async Task Password_WhenChanged_IsTheOnlyOneThatSignsInAndEndsOtherSessions()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string email = $"{SaleClient.FreshSlug("word")}@example.com";
        using FormBrowser home = new(product.App.Address);
        await home.SendAsync("/register", "register", ("Form.Email", email), ("Form.Password", Old));

        Assert.Contains("not right", (await ChangeAsync(home, "wrong-one-here", New)).Text, StringComparison.Ordinal);
        Assert.Contains("at least 10", (await ChangeAsync(home, Old, "short")).Text, StringComparison.Ordinal);
        Assert.Contains("too common", (await ChangeAsync(home, Old, "password123")).Text, StringComparison.Ordinal);
        Assert.Contains("The password is changed", (await ChangeAsync(home, Old, New)).Text, StringComparison.Ordinal);

        Assert.Equal("/my/coupons", (await home.OpenAsync("/my/coupons")).Path);
        foreach ((string password, string leads) in new[] { (Old, "/sign-in"), (New, "/") })
        {
            using FormBrowser away = new(product.App.Address);
            Assert.Equal(leads, (await away.SendAsync("/sign-in", "sign-in", ("Form.Email", email), ("Form.Password", password))).Path);
        }

        string audit = Encoding.UTF8.GetString(await product.Sale.DownloadAsync($"/api/v1/admin/audit.csv?subject={Uri.EscapeDataString(email)}", product.Tokens.Viewer()));
        Assert.Equal("change-password", Assert.Single(audit.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..]).Split(',')[5]);
    }

    private static Task<(string Path, string Text)> ChangeAsync(FormBrowser browser, string current, string next) =>
        browser.SendAsync(Page, "my-password", ("Form.Current", current), ("Form.Next", next));
}
