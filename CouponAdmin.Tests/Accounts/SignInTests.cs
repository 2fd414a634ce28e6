using CouponAdmin.Tests.Acceptance;

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

    private static async Task<string> ProblemAsync(FormBrowser browser, string email, string password)
    {
        (string path, string text) = await browser.SendAsync("/sign-in", "sign-in", ("Form.Email", email), ("Form.Password", password));
        Assert.Equal("/sign-in", path);
        int start = text.IndexOf("role=\"alert\">", StringComparison.Ordinal);
        return text[start..text.IndexOf("</p>", start, StringComparison.Ordinal)];
    }
}
