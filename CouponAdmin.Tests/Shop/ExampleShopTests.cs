using System.Globalization;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Browser;
using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Playwright;

namespace CouponAdmin.Tests.Shop;

/// <summary>The example shop in a real browser, on another origin than the product: its page claims and is told, its button hands a member over.</summary>
[Collection(MemberTests.Name)]
public sealed class ExampleShopTests
{
    [Fact]
    public async Task Member_AtTheShop_ClaimsOnItsPageAndComesToOursWithoutASignIn()
    {
        ShopSite site = await ShopSite.SharedAsync();
        string slug = await site.Product.OpenAsync("example-shop");

        // By another name than the shop's: another origin and another site.
        Uri coupons = new(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{site.Product.Address.Port}"));
        await using ExampleShop shop = await ExampleShop.StartAsync(site, coupons, slug);
        ChromiumBrowser browser = await ChromiumBrowser.SharedAsync();
        await using IBrowserContext phone = await browser.OpenAsync(Screen.Phone, "en-GB", ColorScheme.Light, shop.Address);
        IPage page = await phone.NewPageAsync();
        List<string> complaints = ComplaintsOf(page);
        await page.GotoAsync("/");
        await page.GetByLabel("Member number").FillAsync("4711");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Member 4711")).ToBeVisibleAsync();

        // The sale asks for a proof of work, which the shop's page finds; the result is pushed.
        (await site.Product.Sale.PutAsync($"{SaleClient.Admin}/{slug}/challenge", site.Product.Tokens.Operator(), new { asksProof = true })).Is(200);
        await page.GetByRole(AriaRole.Button, new() { Name = "Get a coupon" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).First).ToHaveTextAsync("Here is your coupon.");
        string code = (await site.Product.Sale.MineAsync(slug, site.Product.Tokens.Member("4711"))).Is(200).Code;
        await Assertions.Expect(page.Locator("#code")).ToHaveTextAsync(code);

        // A challenge's 403 is the one complaint: browsers write every refusal into their console.
        Assert.All(complaints, complaint => Assert.Contains("403", complaint, StringComparison.Ordinal));

        await page.GetByRole(AriaRole.Button, new() { Name = "Open the coupon's page" }).ClickAsync();
        await page.ArrivesAtAsync($"{coupons}c/{slug}");
        await Assertions.Expect(page.Locator("#code")).ToHaveTextAsync(code);
        await page.GotoAsync($"{coupons}my/coupons");
        await Assertions.Expect(page.GetByText("Shop member: 4711")).ToBeVisibleAsync();

        // In a frame: a page that the settings name shows the claim page, without its member, as this is another site; any other page shows nothing.
        IFrameLocator framed = await FrameAsync(page, shop.Address, $"{coupons}c/{slug}");
        await Assertions.Expect(framed.Locator("#press")).ToBeVisibleAsync();
        await Assertions.Expect(framed.Locator("#code")).ToBeHiddenAsync();
        IFrameLocator refused = await FrameAsync(page, new Uri($"http://localhost:{site.ExamplePort}"), $"{coupons}c/{slug}");
        await Assertions.Expect(refused.Locator("#press")).ToHaveCountAsync(0);
    }

    private static async Task<IFrameLocator> FrameAsync(IPage page, Uri shop, string address)
    {
        await page.GotoAsync(shop.ToString());
        await page.EvaluateAsync("address => new Promise(done => { const frame = document.createElement('iframe'); frame.onload = done; frame.src = address; document.body.append(frame); })", address);
        return page.FrameLocator("iframe");
    }

    private static List<string> ComplaintsOf(IPage page)
    {
        List<string> complaints = [];
        page.PageError += (_, error) => complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                complaints.Add(message.Text);
            }
        };
        return complaints;
    }
}
