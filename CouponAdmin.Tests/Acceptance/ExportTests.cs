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
            ("=1+1", "'=1+1"), ("@x", "'@x"), ("-2+3", "'-2+3"), ("+4", "'+4"), ("＝1", "'＝1"), ("00123", "\"\t00123\""), ("1E5", "\"\t1E5\""), ("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""),
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
        Assert.Equal("number,member,code,ticket,claimedAt,issuedAt,status,redeemedAt", lines[0]);
        Assert.Equal(members.Length, lines.Length - 1);
        Assert.All(lines.Skip(1), (line, i) => Assert.StartsWith($"{i + 1},{members[i].Cell},", line, StringComparison.Ordinal));

        // Sixteen digits are one more than a spreadsheet's numbers hold. The moments say their zone themselves.
        Assert.All(lines.Skip(1), line => Assert.Matches(",\"\t[0-9]{16}\",[0-9-]+T[0-9:.]+Z,[0-9-]+T[0-9:.]+Z,issued,$", line));

        byte[] plain = await product.Sale.DownloadAsync($"{SaleClient.Admin}/{slug}/issuances.csv?for=programs", product.Tokens.Viewer());
        string[] plainLines = Encoding.UTF8.GetString(plain).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("number,member,code,ticket,claimedAt,issuedAt,status,redeemedAt", plainLines[0]);
        Assert.All(plainLines.Skip(1), (line, i) => Assert.StartsWith($"{i + 1},{PlainCell(members[i].Member)},", line, StringComparison.Ordinal));
        Assert.All(plainLines.Skip(1), line => Assert.Matches(",[0-9]{16},[0-9-]+T[0-9:.]+Z,[0-9-]+T[0-9:.]+Z,issued,$", line));
    }

    [Fact]
    public async Task Export_WhenAProgramAsks_HasWholeCodesAndExactlyWhatIsFiltered()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("masked");
        await product.Sale.OpenAsync(SaleClient.Draft(slug), product.Tokens.Operator());
        foreach (string member in new[] { "m-1", "m-2", "other" })
        {
            (await product.Sale.ClaimAsync(slug, product.Tokens.Member(member))).Is(202);
        }

        string code = (await Eventually.HoldsAsync(() => product.Sale.MineAsync(slug, product.Tokens.Member("m-1")), mine => mine.Code.Length > 0)).Code;
        await Eventually.HoldsAsync(
            () => product.Sale.GetAsync($"{SaleClient.Admin}/{slug}/stats", product.Tokens.Viewer()), stats => stats.Number("issued") == 3);

        // A person who only reads sees them masked: LookUpTests. A program's token was made for the data itself.
        foreach (string token in new[] { product.Tokens.Viewer(), product.Tokens.Operator(), product.Tokens.Administrator() })
        {
            string[] answers =
            [
                (await product.Sale.GetAsync($"{SaleClient.Admin}/{slug}/issuances", token)).Is(200).Text,
                (await product.Sale.GetAsync($"/api/v1/admin/coupons/{code}", token)).Is(200).Text,
                Encoding.UTF8.GetString(await product.Sale.DownloadAsync($"{SaleClient.Admin}/{slug}/issuances.csv", token)),
            ];
            Assert.All(answers, answer => Assert.Contains(code, answer, StringComparison.Ordinal));
        }

        byte[] filtered = await product.Sale.DownloadAsync($"{SaleClient.Admin}/{slug}/issuances.csv?q=m-&status=issued&sort=-number", product.Tokens.Operator());
        Assert.Equal(["2,m-2", "1,m-1"], Encoding.UTF8.GetString(filtered).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line[..5]));
        Assert.Equal(
            ["status", "from", "sort", "for"],
            (await product.Sale.GetAsync($"{SaleClient.Admin}/{slug}/issuances.csv?status=nope&from=noon&sort=x&for=people", product.Tokens.Viewer())).Is(400).BadFields);
    }
    // RFC 4180 and nothing else.
    private static string PlainCell(string text) => text.AsSpan().ContainsAny(",\"") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
