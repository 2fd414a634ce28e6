using System.Net.Http.Headers;
using System.Text;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.ApiClients;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Issuance.Eligibility;

/// <summary>A list of members who may claim, as a shop's program and its members meet it over HTTP.</summary>
public sealed class MemberListApiTests
{
    [Fact]
    public async Task List_FromTheFileToTheRefusal_IsSeenEverywhere()
    {
        const string Words = "This offer is for gold members.";
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("listed");
        string list = $"{SaleClient.Admin}/{slug}/member-list";
        string stranger = $"stranger-of-{slug}";
        await product.Sale.OpenAsync(SaleClient.Draft(slug), product.Tokens.Operator());
        string client = await (await TestApiClient.MakeAsync(product, "campaigns:manage", "campaigns:read")).TokenAsync();
        Assert.Equal("everyone", (await product.Sale.GetAsync(list, client)).Is(200).String("eligibility"));

        // Larger than other bodies may be.
        string file = string.Join("\r\n", ["name,member", .. TestMembers.Take(20_000).Select(member => $"somebody,{member}"), "nobody,"]);
        Answer import = (await SendAsync(product, list, client, file, "text/csv")).Is(200);

        Assert.Equal((20_000, 1, 20_002), (
            import.Json.GetProperty("report").GetProperty("members").GetInt32(), import.Json.GetProperty("report").GetProperty("empty").GetInt32(),
            import.Json.GetProperty("report").GetProperty("lines")[0].GetProperty("line").GetInt32()));
        Assert.Equal("memberList", import.Json.GetProperty("campaign").GetProperty("eligibility").GetString());
        Assert.Equal(20_000, (await product.Sale.GetAsync(list, client)).Is(200).Number("members"));
        (await product.Sale.CallAsync(HttpMethod.Patch, $"{SaleClient.Admin}/{slug}", client, new { eligibleText = Words })).Is(200);

        Answer refused = (await product.Sale.ClaimAsync(slug, product.Tokens.Member(stranger))).Is(403, "not-eligible");
        Assert.Equal(refused.String("detail"), (await product.Sale.ClaimAsync(slug, product.Tokens.Member(stranger))).Is(403, "not-eligible").String("detail"));
        (await product.Sale.ClaimAsync(slug, product.Tokens.Member(TestMembers.Name(7)))).Is(202);
        Assert.Contains(Words, Encoding.UTF8.GetString(await product.Sale.DownloadAsync($"/c/{slug}", client)), StringComparison.Ordinal);

        // Support sees why, and whoever is taken off the list keeps the ticket.
        (await SendAsync(product, list, client, "somebody-else", "text/plain")).Is(200);
        (await product.Sale.ClaimAsync(slug, product.Tokens.Member(TestMembers.Name(7)))).Is(200);
        byte[] audit = await product.Sale.DownloadAsync($"/api/v1/admin/audit.csv?subject={slug}", product.Tokens.Viewer());
        Assert.Contains("replace-member-list", Encoding.UTF8.GetString(audit), StringComparison.Ordinal);
        (await product.Sale.CallAsync(HttpMethod.Delete, list, client)).Is(200);
        (await product.Sale.CallAsync(HttpMethod.Delete, list, client)).Is(409, "wrong-state");
        (await product.Sale.ClaimAsync(slug, product.Tokens.Member(stranger))).Is(202);
    }

    [Fact]
    public async Task List_WhenTheFileCanNotBeOne_IsRefusedAndNothingIsChanged()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("not-listed");
        string list = $"{SaleClient.Admin}/{slug}/member-list";
        await product.Sale.OpenAsync(SaleClient.Draft(slug), product.Tokens.Operator());

        Answer empty = (await SendAsync(product, list, product.Tokens.Operator(), "\n\n", "text/plain")).Is(400, "invalid-input");
        Assert.True(empty.Json.GetProperty("errors").TryGetProperty("file", out _), empty.Text);
        (await product.Sale.PutAsync(list, product.Tokens.Operator(), new { member = "a" })).Is(415, "unsupported-media-type");
        (await SendAsync(product, list.Replace(slug, "no-such-sale", StringComparison.Ordinal), product.Tokens.Operator(), "a", "text/csv")).Is(404, "unknown-campaign");
        (await SendAsync(product, list, product.Tokens.Viewer(), "a", "text/csv")).Is(403, "forbidden");

        Assert.Equal("everyone", (await product.Sale.GetAsync(list, product.Tokens.Viewer())).Is(200).String("eligibility"));
        Assert.Contains(ClaimOutcome.NotEligible, ClaimCodes.Kept);
    }

    private static Task<Answer> SendAsync(RunningProduct product, string path, string token, string file, string type) =>
        product.Sale.SendAsync(HttpMethod.Put, path, token, new StringContent(file, Encoding.UTF8, new MediaTypeHeaderValue(type)));
}
