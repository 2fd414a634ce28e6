using System.Text.Json;

namespace CouponAdmin.Tests.Acceptance;

/// <summary>What a coupon is worth, as programs send and read it.</summary>
public sealed class BenefitApiTests
{
    [Fact]
    public async Task Benefit_WhenSentWithAllItsRules_IsReadBackByOperatorsAndMembers()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("benefit");
        object benefit = new { kind = "percent", value = 15, currency = "USD", maximum = 1_050, minimumOrder = 2_000, terms = "Once an order.\nNot with others." };
        await product.Sale.OpenAsync(SaleClient.Draft(slug, changes: ("benefit", benefit)), product.Tokens.Operator());

        foreach (string path in new[] { $"/api/v1/campaigns/{slug}", $"{SaleClient.Admin}/{slug}" })
        {
            JsonElement read = (await product.Sale.GetAsync(path, product.Tokens.Viewer())).Is(200).Json.GetProperty("benefit");
            Assert.Equal(JsonSerializer.SerializeToElement(benefit).GetRawText().Length, read.GetRawText().Length);
            Assert.Equal(("percent", 1_050, 2_000), (read.GetProperty("kind").GetString(), read.GetProperty("maximum").GetInt64(), read.GetProperty("minimumOrder").GetInt64()));
        }

        string page = (await product.Sale.GetAsync($"/c/{slug}")).Is(200).Text;
        Assert.Contains("at most USD 10.50 · on orders from USD 20.00", page, StringComparison.Ordinal);
        Assert.Contains("Not with others.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Benefit_WhenFreeText_IsItsOwnHeadline()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("gift");
        await product.Sale.OpenAsync(SaleClient.Draft(slug, changes: ("benefit", new { kind = "freeText", text = "A free tote bag" })), product.Tokens.Operator());

        Assert.Equal("A free tote bag", (await product.Sale.GetAsync($"/api/v1/campaigns/{slug}")).Is(200).Json.GetProperty("benefit").GetProperty("text").GetString());
        Assert.Contains("A free tote bag", (await product.Sale.GetAsync($"/c/{slug}")).Is(200).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Benefit_WhenRulesAreBroken_NamesEveryField()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        object benefit = new { kind = "amount", value = 0, maximum = 5, text = "x", minimumOrder = -1, terms = "\u0001" };

        Answer answer = (await product.Sale.PostAsync(
            SaleClient.Admin, product.Tokens.Operator(), SaleClient.Draft(SaleClient.FreshSlug("broken"), changes: ("benefit", benefit)))).Is(400, "invalid-input");

        Assert.Equal(
            ["benefit.currency", "benefit.maximum", "benefit.minimumOrder", "benefit.terms", "benefit.text", "benefit.value"], answer.BadFields.Order(StringComparer.Ordinal));
    }
}
