using System.Text.RegularExpressions;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Acceptance;

/// <summary>Every call with its answer that a developer copies from a page of the documentation does what it says there.</summary>
public sealed partial class CouponsPageTests
{
    [Fact]
    public async Task Page_WhenItsCallsAreMade_GetsTheAnswersThatItShows()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("page");
        await product.Sale.OpenAsync(SaleClient.Draft(slug), product.Tokens.Operator());
        (await product.Sale.ClaimAsync(slug, product.Tokens.Member("reader"))).Is(202);
        Answer mine = await Eventually.HoldsAsync(() => product.Sale.MineAsync(slug, product.Tokens.Member("reader")), answer => answer.Code.Length > 0);
        Dictionary<string, string> values = new(StringComparer.Ordinal)
        {
            ["BASE"] = "", ["CODE"] = mine.Code, ["TOKEN"] = product.Tokens.Create("the-pages-shop", "Cashier"), ["READER"] = product.Tokens.Viewer(),
        };
        await AssertAnsweredAsync(product.Sale, "docs/coupons.md", calls: 4, values);
    }

    [Theory, InlineData("docs/api.md", "Member"), InlineData("docs/events.md", "Viewer")]
    public async Task OtherPage_WhenItsCallIsMade_GetsTheAnswerThatItShows(string page, string role)
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("called");
        await product.Sale.OpenAsync(SaleClient.Draft(slug), product.Tokens.Operator());
        await AssertAnsweredAsync(product.Sale, page, calls: 1, new(StringComparer.Ordinal)
        {
            ["BASE"] = "", ["SLUG"] = slug, ["TOKEN"] = product.Tokens.Create("reader-of-the-page", role),
        });
    }

    /// <summary>Makes the calls of a page one after the other; an answer's <c>id</c> is the next one's <c>$ID</c>.</summary>
    private static async Task AssertAnsweredAsync(SaleClient sale, string page, int calls, Dictionary<string, string> values)
    {
        Match[] found = Call().Matches(SourceTree.Read(page).Replace("\\\n", "", StringComparison.Ordinal)).ToArray();
        Assert.Equal(calls, found.Length);
        foreach (Match call in found)
        {
            string command = Variable().Replace(call.Groups["command"].Value.Replace("'$CODE'", "$CODE", StringComparison.Ordinal), match => values[match.Groups["name"].Value]);
            Answer answer = await AskAsync(sale, command);
            Assert.True($"{(int)answer.Status}" == call.Groups["status"].Value, $"{command}\n{answer}");
            Assert.All(Name().Matches(call.Groups["answer"].Value), name => Assert.Contains(name.Value, answer.Text, StringComparison.Ordinal));
            values["ID"] = answer.Json.TryGetProperty("id", out var id) ? id.GetRawText() : "";
        }
    }

    private static Task<Answer> AskAsync(SaleClient sale, string command)
    {
        (string, string)[] headers = [.. Header().Matches(command).Cast<Match>().Select(match => (match.Groups["name"].Value, match.Groups["value"].Value)).Where(h => h.Item1 != "Content-Type")];
        Match body = Body().Match(command);
        return sale.CallAsync(
            command.Contains("-X POST", StringComparison.Ordinal) ? HttpMethod.Post : HttpMethod.Get, Address().Match(command).Groups["path"].Value, token: null,
            body.Success ? body.Groups["json"].Value : null, headers);
    }

    [GeneratedRegex("```sh\n(?<command>curl [^`]*?)\n# (?<status>[0-9]{3}) (?<answer>[^\n]*)\n```", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Call();

    [GeneratedRegex(@"\$(?<name>[A-Z]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();

    [GeneratedRegex("-H \"(?<name>[^:\"]+): (?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Header();

    [GeneratedRegex("-d '(?<json>.*)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Body();

    [GeneratedRegex("\"(?<path>/api[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();

    // The names of an answer's fields, as it is shown.
    [GeneratedRegex("\"[a-zA-Z]+\":", RegexOptions.None, 1000)]
    private static partial Regex Name();
}
