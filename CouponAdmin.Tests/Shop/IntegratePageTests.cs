using System.Text.RegularExpressions;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.ApiClients;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Shop;

/// <summary>docs/integrate.md: its programs are taken from the page as they stand there, and run against the product.</summary>
public sealed partial class IntegratePageTests
{
    private const string Page = "docs/integrate.md";

    public static TheoryData<string, string, string> Programs => new()
    {
        { "sh", "shop-4711", "order-1001" },
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

        string output = await ChildProcess.RunAsync(CommandOf(language, folder.Path) with
        {
            WorkingDirectory = folder.Path,
            Environment = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["BASE"] = product.App.Address.ToString().TrimEnd('/'), ["CLIENT_ID"] = client.Id, ["CLIENT_SECRET"] = client.Secret, ["SLUG"] = slug,
            },
        });

        Assert.Contains("redeemed", output, StringComparison.Ordinal);
        Answer mine = (await product.Sale.MineAsync(slug, product.Tokens.Member(member))).Is(200);
        Assert.Equal("redeemed", mine.String("status"));
        Answer uses = (await product.Sale.GetAsync($"/api/v1/redemptions?campaign={slug}", product.Tokens.Viewer())).Is(200);
        Assert.Equal([order], uses.Json.GetProperty("items").EnumerateArray().Select(use => use.GetProperty("orderId").GetString()));
        Assert.Equal(language == "sh", output.Contains("/hand-over/", StringComparison.Ordinal));
    }

    [Fact]
    public void Page_HasNoOtherCode() => Assert.Equal(
        ["csharp", "sh", "text", "ts"], Fence().Matches(SourceTree.Read(Page)).Select(fence => fence.Groups["language"].Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static ChildCommand CommandOf(string language, string folder)
    {
        string code = string.Concat(Fence().Matches(SourceTree.Read(Page)).Where(fence => fence.Groups["language"].Value == language).Select(fence => fence.Groups["code"].Value));
        switch (language)
        {
            case "sh":
                return new ChildCommand("/bin/sh", "-eu", "-c", code);
            case "csharp":
                File.WriteAllText(Path.Combine(folder, "integrate.cs"), code);
                return new ChildCommand("dotnet", "run", "integrate.cs");
            default:
                File.WriteAllText(Path.Combine(folder, "integrate.mts"), code);
                return new ChildCommand(Node(), "integrate.mts");
        }
    }

    // The one that drives the browser: it stands beside the tests wherever they run.
    private static string Node() => Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, ".playwright", "node"), "node", SearchOption.AllDirectories).First();

    [GeneratedRegex("```(?<language>[a-z]+)\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fence();
}
