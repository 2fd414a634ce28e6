using System.Text.RegularExpressions;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.ApiClients;

/// <summary>The commands that docs/api-clients.md shows a shop's developer, run as they stand there.</summary>
public sealed partial class CurlExampleTests
{
    [Fact]
    public async Task Example_WhenRunAsItStandsInTheDocs_ClaimsForAMember()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("curl");
        await product.Sale.OpenAsync(SaleClient.Draft(slug), product.Tokens.Operator());
        TestApiClient client = await TestApiClient.MakeAsync(product, "claims:write-for-members");
        string commands = Block().Match(await File.ReadAllTextAsync(Path.Combine(SourceTree.Root, "docs", "api-clients.md"))).Groups["commands"].Value;
        Assert.Contains("/oauth/token", commands, StringComparison.Ordinal);

        string output = await ChildProcess.RunAsync(new ChildCommand("/bin/sh", ["-eu", "-c", commands])
        {
            Environment = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["BASE"] = product.App.Address.ToString().TrimEnd('/'), ["CLIENT_ID"] = client.Id, ["CLIENT_SECRET"] = client.Secret, ["SLUG"] = slug,
            },
        });

        Assert.Contains("\"status\":\"queued\"", output, StringComparison.Ordinal);
        (await product.Sale.MineAsync(slug, product.Tokens.Member("shop-4711"))).Is(200);
    }

    [GeneratedRegex(@"## API clients\n.*?```sh\n(?<commands>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();
}
