using System.Text;

namespace CouponAdmin.Tests.Acceptance;

/// <summary>What operators do leaves a trace with its origin, and what is over can be put away.</summary>
public sealed class StaffTests
{
    [Fact]
    public async Task Acts_WhenASaleIsClosedAndArchived_AreWrittenDownWithTheirAddress()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        (SaleClient sale, string token) = (product.Sale, product.Tokens.Operator("=cmd"));
        string slug = SaleClient.FreshSlug("archive");
        await sale.OpenAsync(SaleClient.Draft(slug), token);
        (await sale.PostAsync($"{SaleClient.Admin}/{slug}/archive", token)).Is(409, "wrong-state");
        (await sale.PostAsync($"{SaleClient.Admin}/{slug}/close", token)).Is(200);

        Assert.Equal("archived", (await sale.PostAsync($"{SaleClient.Admin}/{slug}/archive", token)).Is(200).String("state"));
        (await sale.GetAsync($"/api/v1/campaigns/{slug}")).Is(404, "unknown-campaign");
        Assert.Equal(0, (await sale.GetAsync($"{SaleClient.Admin}?search={slug}", token)).Number("total"));
        Assert.Equal(1, (await sale.GetAsync($"{SaleClient.Admin}?search={slug}&state=archived", token)).Number("total"));
        Assert.Equal("closed", (await sale.PostAsync($"{SaleClient.Admin}/{slug}/unarchive", token)).Is(200).String("state"));
        (await sale.PostAsync($"{SaleClient.Admin}/{slug}/unarchive", token)).Is(409, "wrong-state");

        string csv = Encoding.UTF8.GetString(await sale.DownloadAsync($"/api/v1/admin/audit.csv?subject={slug}&wholeSubject=true", product.Tokens.Viewer()));
        string[] lines = csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..];
        Assert.Equal(
            ["create-campaign", "publish-campaign", "close-campaign", "archive-campaign", "unarchive-campaign"], lines.Select(line => line.Split(',')[5]));
        Assert.All(lines, line => Assert.Contains(",'=cmd,'=cmd,127.0.0.1,", line, StringComparison.Ordinal));
        (await sale.GetAsync("/api/v1/admin/audit.csv?from=yesterday", product.Tokens.Viewer())).Is(400, "invalid-input");
    }
}
