using System.Text;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Acceptance;

/// <summary>The export, opened in a spreadsheet by somebody who trusts it.</summary>
public sealed class ExportTests
{
    [Fact]
    public async Task Export_WhenMembersLookLikeFormulas_IsTextForEverySpreadsheet()
    {
        // In the order of their claims; the right side is the cell as it must stand in the file.
        (string Member, string Cell)[] members =
        [
            ("=1+1", "\"'=1+1\""), ("@x", "\"'@x\""), ("-2+3", "\"'-2+3\""), ("+4", "\"'+4\""), ("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""),
            ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("회원-1", "회원-1"),
        ];
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("export");
        await product.Sale.OpenAsync(SaleClient.Draft(slug), product.Tokens.Operator());
        foreach ((string member, _) in members)
        {
            (await product.Sale.ClaimAsync(slug, product.Tokens.Member(member))).Is(202);
        }

        await Eventually.HoldsAsync(
            () => product.Sale.GetAsync($"{SaleClient.Admin}/{slug}/stats", product.Tokens.Viewer()), stats => stats.Number("issued") == members.Length);
        byte[] file = await product.Sale.DownloadAsync($"{SaleClient.Admin}/{slug}/issuances.csv", product.Tokens.Viewer());

        Assert.Equal(Encoding.UTF8.GetPreamble(), file[..3]);
        string[] lines = Encoding.UTF8.GetString(file[3..]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("number,member,code,ticket,claimedAt,issuedAt,status", lines[0]);
        Assert.Equal(members.Length, lines.Length - 1);
        Assert.All(lines.Skip(1), (line, i) => Assert.StartsWith($"{i + 1},{members[i].Cell},", line, StringComparison.Ordinal));
    }
}
