using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.ApiClients;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Shop;

/// <summary>docs/integrate.md: its programs are taken from the page as they stand there, and run against the product. The one for curl is run by <c>FirstIntegrationTests</c>.</summary>
public sealed class IntegratePageTests
{
    public static TheoryData<string, string, string> Programs => new()
    {
        { "csharp", "shop-4712", "order-1002" },
        { "ts", "shop-4713", "order-1003" },
    };

    [Theory, MemberData(nameof(Programs))]
    public async Task Program_WhenRunAsItStandsOnThePage_ClaimsAndUsesACoupon(string language, string member, string order)
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("integrate");
        await product.Sale.OpenAsync(SaleClient.Draft(slug), product.Tokens.Operator());
        TestApiClient client = await TestApiClient.MakeAsync(product, "claims:write-for-members", "coupons:redeem");
        using TestDirectory folder = new("integrate");

        string output = await IntegratePage.RunAsync(language, folder.Path, product.App.Address, client.Id, client.Secret, slug);

        Assert.Contains("redeemed", output, StringComparison.Ordinal);
        Answer mine = (await product.Sale.MineAsync(slug, product.Tokens.Member(member))).Is(200);
        Assert.Equal("redeemed", mine.String("status"));
        Answer uses = (await product.Sale.GetAsync($"/api/v1/redemptions?campaign={slug}", product.Tokens.Viewer())).Is(200);
        Assert.Equal([order], uses.Json.GetProperty("items").EnumerateArray().Select(use => use.GetProperty("orderId").GetString()));
    }

    [Fact]
    public void Page_HasNoOtherCode() => Assert.Equal(["csharp", "sh", "text", "ts"], IntegratePage.Languages);
}
