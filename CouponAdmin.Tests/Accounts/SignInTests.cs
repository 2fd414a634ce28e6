using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Web.Accounts;

namespace CouponAdmin.Tests.Accounts;

/// <summary>What the sign-in page tells to somebody who tries names.</summary>
public sealed class SignInTests
{
    private const string Password = "a-quiet-river-at-9";

    [Fact]
    public async Task SignIn_WhenItFails_SaysTheSameWhateverWasWrong()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string email = $"{SaleClient.FreshSlug("known")}@example.com";
        using FormBrowser browser = new(product.App.Address);
        await browser.SendAsync("/register", "register", ("Form.Email", email), ("Form.Password", Password));
        using FormBrowser stranger = new(product.App.Address);

        string unknown = await ProblemAsync(stranger, "nobody-has-this@example.com", "wrong");
        Assert.Contains("is not right", unknown, StringComparison.Ordinal);
        for (int i = 0; i < 6; i++)
        {
            // From the sixth on it is locked, which nobody learns from the sentence.
            Assert.Equal(unknown, await ProblemAsync(stranger, email, $"wrong {i}"));
        }

        Assert.Equal(unknown, await ProblemAsync(stranger, email, Password));
    }

    [Fact]
    public async Task SignIn_WhenStrangersLockedTheAccount_LetsItsOwnBrowserIn()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string email = $"{SaleClient.FreshSlug("locked")}@example.com";
        using FormBrowser own = new(product.App.Address);
        await own.SendAsync("/register", "register", ("Form.Email", email), ("Form.Password", Password));
        using FormBrowser stranger = new(product.App.Address);
        await FailAsync(stranger, email, times: 6);
        await ProblemAsync(stranger, email, Password);

        await own.SignOutAsync();
        Assert.Equal("/", await SignInAsync(own, email));
        await own.SignOutAsync();

        // A browser that guesses is a stranger again, whatever it was before; and it never helps with another's account.
        await FailAsync(own, email, KnownBrowsers.FailuresMax);
        await ProblemAsync(own, email, Password);
        string other = $"{SaleClient.FreshSlug("other")}@example.com";
        using FormBrowser newcomer = new(product.App.Address);
        await newcomer.SendAsync("/register", "register", ("Form.Email", other), ("Form.Password", Password));
        await FailAsync(stranger, other, times: 6);
        await ProblemAsync(own, other, Password);
        await newcomer.SignOutAsync();
        Assert.Equal("/", await SignInAsync(newcomer, other));
    }

    private static async Task FailAsync(FormBrowser browser, string email, int times)
    {
        for (int i = 0; i < times; i++)
        {
            await ProblemAsync(browser, email, $"wrong {i}");
        }
    }

    private static async Task<string> SignInAsync(FormBrowser browser, string email) =>
        (await browser.SendAsync("/sign-in", "sign-in", ("Form.Email", email), ("Form.Password", Password))).Path;

    private static async Task<string> ProblemAsync(FormBrowser browser, string email, string password)
    {
        (string path, string text) = await browser.SendAsync("/sign-in", "sign-in", ("Form.Email", email), ("Form.Password", password));
        Assert.Equal("/sign-in", path);
        int start = text.IndexOf("role=\"alert\">", StringComparison.Ordinal);
        return text[start..text.IndexOf("</p>", start, StringComparison.Ordinal)];
    }
}
