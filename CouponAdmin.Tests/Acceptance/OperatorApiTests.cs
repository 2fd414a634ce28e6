using System.Globalization;
using System.Text.Json;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Acceptance;

/// <summary>What an operator's program does with a campaign, from the draft to the revoked coupon.</summary>
public sealed class OperatorApiTests
{
    [Fact]
    public async Task Draft_WhenEditedAndPublished_IsSeenByMembersOnlyThen()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("draft");
        string path = $"{SaleClient.Admin}/{slug}";
        string bearer = product.Tokens.Operator();
        Answer created = (await product.Sale.PostAsync(SaleClient.Admin, bearer, SaleClient.Draft(slug))).Is(201);
        Assert.Equal(path, created.Headers.Location?.ToString());
        Assert.Equal("draft", created.String("state"));

        Dictionary<string, object?> better = SaleClient.Draft(slug, quantity: 7, changes: ("name", "더 나은 이름"));
        (await product.Sale.PutAsync(path, bearer, better)).Is(200);
        Answer edited = (await product.Sale.GetAsync(path, product.Tokens.Viewer())).Is(200);
        Assert.Equal(("더 나은 이름", 7), (edited.String("name"), edited.Number("quantity")));
        (await product.Sale.GetAsync($"/api/v1/campaigns/{slug}")).Is(404, "unknown-campaign");
        (await product.Sale.ClaimAsync(slug, product.Tokens.Member("early"))).Is(404, "unknown-campaign");

        (await product.Sale.PostAsync($"{path}/publish", bearer)).Is(200);
        Assert.Equal("open", (await product.Sale.GetAsync($"/api/v1/campaigns/{slug}")).Is(200).String("state"));
        (await product.Sale.PutAsync(path, bearer, better)).Is(409, "wrong-state");
        (await product.Sale.PostAsync($"{path}/publish", bearer)).Is(409, "wrong-state");
    }

    [Fact]
    public async Task List_WhenSearched_HoldsTheCampaignWithItsState()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("listed");
        await product.Sale.OpenAsync(SaleClient.Draft(slug), product.Tokens.Operator());

        Answer found = (await product.Sale.GetAsync($"{SaleClient.Admin}?search={slug}&state=open", product.Tokens.Viewer())).Is(200);
        Answer published = (await product.Sale.GetAsync("/api/v1/campaigns")).Is(200);

        Assert.Equal(slug, Assert.Single(found.Json.GetProperty("items").EnumerateArray()).GetProperty("slug").GetString());
        Assert.Contains(published.Json.EnumerateArray(), campaign => campaign.GetProperty("slug").GetString() == slug);
    }

    [Theory]
    [InlineData("publish"), InlineData("warm"), InlineData("pause"), InlineData("resume"), InlineData("close")]
    public async Task Act_WhenTheCampaignIsUnknown_SaysSo(string act)
    {
        RunningProduct product = await RunningProduct.SharedAsync();

        (await product.Sale.PostAsync($"{SaleClient.Admin}/names-nothing/{act}", product.Tokens.Operator())).Is(404, "unknown-campaign");
    }

    [Fact]
    public async Task Sale_WhenPausedResumedAndClosed_ShowsEachState()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("states");
        await product.Sale.OpenAsync(SaleClient.Draft(slug), product.Tokens.Operator());
        foreach ((string act, string state) in new[] { ("pause", "paused"), ("pause", "paused"), ("resume", "open"), ("warm", "open"), ("close", "closed") })
        {
            Answer answer = (await product.Sale.PostAsync($"{SaleClient.Admin}/{slug}/{act}", product.Tokens.Operator())).Is(200);
            Assert.Equal(state, answer.String("state"));
        }

        (await product.Sale.PostAsync($"{SaleClient.Admin}/{slug}/resume", product.Tokens.Operator())).Is(409, "wrong-state");
        (await product.Sale.PutAsync($"{SaleClient.Admin}/{slug}/quantity", product.Tokens.Operator(), new { quantity = 60, reason = "late" })).Is(409, "wrong-state");
    }

    [Fact]
    public async Task Quantity_WhenTheReasonIsMissing_NamesTheReason()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("quantity");
        await product.Sale.OpenAsync(SaleClient.Draft(slug), product.Tokens.Operator());
        string path = $"{SaleClient.Admin}/{slug}/quantity";

        Assert.Equal(["reason"], (await product.Sale.PutAsync(path, product.Tokens.Operator(), new { quantity = 60 })).Is(400).BadFields);
        Assert.Equal(["quantity"], (await product.Sale.PutAsync(path, product.Tokens.Operator(), "{\"quantity\":\"sixty\",\"reason\":\"x\"}")).Is(400).BadFields);
        Assert.Equal(40, (await product.Sale.PutAsync(path, product.Tokens.Operator(), new { quantity = 40, reason = "less" })).Is(200).Number("quantity"));
    }

    [Fact]
    public async Task Issuances_WhenPaged_ComeByNumberWithoutGapOrRepeat()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = await SoldAsync(product, "paged", members: 5);
        List<int> numbers = [];
        List<int> sizes = [];
        for (int? after = 0; after is { } from;)
        {
            Answer page = (await product.Sale.GetAsync($"{SaleClient.Admin}/{slug}/issuances?after={from}&limit=2", product.Tokens.Viewer())).Is(200);
            int[] items = [.. page.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("number").GetInt32())];
            numbers.AddRange(items);
            sizes.Add(items.Length);
            after = page.Json.TryGetProperty("next", out JsonElement next) && next.ValueKind == JsonValueKind.Number ? next.GetInt32() : null;
        }

        Assert.Equal([1, 2, 3, 4, 5], numbers);
        Assert.Equal([2, 2, 1], sizes);
    }

    [Fact]
    public async Task Coupon_WhenRevokedWithItsUnit_IsGivenOnAndItsMemberIsTold()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = await SoldAsync(product, "revoked", members: 2);
        (await product.Sale.ClaimAsync(slug, product.Tokens.Member("next"))).Is(409, "sold-out");
        string code = (await product.Sale.MineAsync(slug, product.Tokens.Member("m-1"))).Is(200).Code;
        Answer coupon = (await product.Sale.GetAsync($"/api/v1/admin/coupons/{code.ToLowerInvariant()}", product.Tokens.Viewer())).Is(200);
        Assert.Equal((slug, "m-1"), (coupon.String("campaign"), coupon.String("member")));
        string revoke = string.Create(CultureInfo.InvariantCulture, $"{SaleClient.Admin}/{slug}/issuances/{coupon.Number("number")}/revoke");

        Assert.Equal(["reason"], (await product.Sale.PostAsync(revoke, product.Tokens.Operator(), new { returnUnit = true })).Is(400).BadFields);
        Answer revoked = (await product.Sale.PostAsync(revoke, product.Tokens.Operator(), new { reason = "a test", returnUnit = true })).Is(200);
        Assert.Equal("revoked", revoked.String("status"));

        (await product.Sale.PostAsync(revoke, product.Tokens.Operator(), new { reason = "twice", returnUnit = true })).Is(409, "wrong-state");
        (await product.Sale.ClaimAsync(slug, product.Tokens.Member("m-1"))).Is(409, "revoked");
        Assert.Equal("revoked", (await product.Sale.MineAsync(slug, product.Tokens.Member("m-1"))).Is(200).String("status"));
        await Eventually.HoldsAsync(() => product.Sale.ClaimAsync(slug, product.Tokens.Member("next")), answer => answer.HasTicket);
    }

    [Fact]
    public async Task Lookup_WhenNothingIsThere_SaysWhatIsMissing()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("empty");
        await product.Sale.OpenAsync(SaleClient.Draft(slug), product.Tokens.Operator());

        (await product.Sale.GetAsync("/api/v1/admin/coupons/0000-0000-0000-0000", product.Tokens.Viewer())).Is(404, "unknown-coupon");
        (await product.Sale.PostAsync($"{SaleClient.Admin}/{slug}/issuances/1/revoke", product.Tokens.Operator(), new { reason = "x", returnUnit = false }))
            .Is(404, "unknown-issuance");
        (await product.Sale.GetAsync($"{SaleClient.Admin}/names-nothing/stats", product.Tokens.Viewer())).Is(404, "unknown-campaign");
        (await product.Sale.GetAsync($"{SaleClient.Admin}/names-nothing/issuances.csv", product.Tokens.Viewer())).Is(404, "unknown-campaign");
    }

    // A campaign with as many coupons as members, all of them issued.
    private static async Task<string> SoldAsync(RunningProduct product, string purpose, int members)
    {
        string slug = SaleClient.FreshSlug(purpose);
        await product.Sale.OpenAsync(SaleClient.Draft(slug, members), product.Tokens.Operator());
        for (int i = 1; i <= members; i++)
        {
            (await product.Sale.ClaimAsync(slug, product.Tokens.Member($"m-{i}"))).Is(202);
        }

        await Eventually.HoldsAsync(
            () => product.Sale.GetAsync($"{SaleClient.Admin}/{slug}/stats", product.Tokens.Viewer()), stats => stats.Number("issued") == members);
        return slug;
    }
}
