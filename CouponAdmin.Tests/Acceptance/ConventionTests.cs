using System.Globalization;
using System.Text.Json;
using CouponAdmin.Tests.ApiClients;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Acceptance;

/// <summary>Every list speaks the same words: <c>after</c>, <c>limit</c>, <c>next</c>, and <c>updatedSince</c> where rows change.</summary>
public sealed class ConventionTests
{
    private const string Long = "2020-01-01T00:00:00Z";

    [Fact]
    public async Task List_WhenReadPageByPage_HoldsEveryRowOnce()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string word = SaleClient.FreshSlug("pages");
        string member = $"{word} 회원/m";
        string[] slugs = [$"{word}-1", $"{word}-2", $"{word}-3"];
        foreach (string slug in slugs)
        {
            await product.Sale.OpenAsync(SaleClient.Draft(slug), product.Tokens.Operator());
            (await product.Sale.ClaimAsync(slug, product.Tokens.Member(member))).Is(202);
            (await product.Sale.ClaimAsync(slug, product.Tokens.Member($"{word}-other"))).Is(202);
        }

        string mine = $"/api/v1/members/{Uri.EscapeDataString(member)}/coupons";
        await Eventually.HoldsAsync(() => product.Sale.GetAsync(mine, product.Tokens.Viewer()), page => page.Is(200).Json.GetProperty("items").GetArrayLength() == 3);

        Assert.Equal(slugs.Reverse(), await PagesAsync(product, $"{SaleClient.Admin}?search={word}", "slug"));
        Assert.Equal(slugs.Reverse(), await PagesAsync(product, mine, "campaign"));
        Assert.Equal(["1", "2"], await PagesAsync(product, $"{SaleClient.Admin}/{slugs[0]}/issuances?", "number"));
        Assert.Equal(["1", "2"], await PagesAsync(product, $"{SaleClient.Admin}/{slugs[0]}/issuances?updatedSince={Long}", "number"));

        // The words of before go on, and a page's next from there too.
        Answer second = (await product.Sale.GetAsync($"{SaleClient.Admin}?search={word}&skip=1&take=1", product.Tokens.Viewer())).Is(200);
        Assert.Equal((slugs[1], 3), (Items(second)[0].GetProperty("slug").GetString(), second.Number("total")));
        Assert.Equal(slugs[0], Items(await product.Sale.GetAsync($"{SaleClient.Admin}?search={word}&after={second.Number("next")}", product.Tokens.Viewer()))[0].GetProperty("slug").GetString());
    }

    [Fact]
    public async Task Clients_WhenReadPageByPage_AreEachThereOnce()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string[] made = [(await TestApiClient.MakeAsync(product, "campaigns:read")).Id, (await TestApiClient.MakeAsync(product, "campaigns:read")).Id];
        (await product.Sale.PostAsync($"{TestApiClient.Clients}/{made[0]}/revoke", product.Tokens.Administrator(), new { reason = "a test" })).Is(200);

        List<string> seen = await PagesAsync(product, $"{TestApiClient.Clients}?", "clientId", limit: 2, product.Tokens.Administrator());

        Assert.Equal(seen.Count, seen.Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(made.Except(seen, StringComparer.Ordinal));
        Assert.True(seen.IndexOf(made[1]) < seen.IndexOf(made[0]), "Revoked ones come last.");
        Assert.Equal(["after"], (await product.Sale.GetAsync($"{TestApiClient.Clients}?after=client_nothing", product.Tokens.Administrator())).Is(400, "invalid-input").BadFields);
    }

    [Fact]
    public async Task Row_WhenItIsChanged_IsFoundByTheMoment()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("since");
        await product.Sale.OpenAsync(SaleClient.Draft(slug), product.Tokens.Operator());
        (await product.Sale.ClaimAsync(slug, product.Tokens.Member("a"))).Is(202);
        (await product.Sale.ClaimAsync(slug, product.Tokens.Member($"{slug}-b"))).Is(202);
        Answer b = await Eventually.HoldsAsync(() => product.Sale.MineAsync(slug, product.Tokens.Member($"{slug}-b")), mine => mine.Code.Length > 0);
        string issuances = $"{SaleClient.Admin}/{slug}/issuances";
        string campaigns = $"{SaleClient.Admin}?search={slug}";
        string coupons = $"/api/v1/members/{slug}-b/coupons";
        string redemptions = $"/api/v1/redemptions?campaign={slug}";

        // What the newest row says is the moment from which there is nothing newer; each change is newer than that.
        string since = await LatestAsync($"{issuances}?");
        Answer use = (await product.Sale.CallAsync(
            HttpMethod.Post, "/api/v1/redemptions", product.Tokens.Operator(), new { code = b.Code, orderId = slug, orderAmount = 1_000, currency = "KRW" }, ("Idempotency-Key", slug))).Is(201);
        await AssertChangedAsync($"{issuances}?", since, "member", $"{slug}-b");
        since = await LatestAsync($"{issuances}?");
        (await product.Sale.PostAsync($"/api/v1/redemptions/{use.Number("id")}/rollback", product.Tokens.Operator(), new { })).Is(200);
        await AssertChangedAsync($"{issuances}?", since, "member", $"{slug}-b");
        await AssertChangedAsync($"{coupons}?", since, "campaign", slug);
        await AssertChangedAsync($"{redemptions}&", since, "orderId", slug);
        since = await LatestAsync($"{issuances}?");
        (await product.Sale.PostAsync($"{issuances}/1/revoke", product.Tokens.Operator(), new { reason = "a test" })).Is(200);
        await AssertChangedAsync($"{issuances}?", since, "member", "a");
        byte[] file = await product.Sale.DownloadAsync($"{issuances}.csv?for=programs&updatedSince={After(since)}", product.Tokens.Viewer());
        Assert.Equal(2, System.Text.Encoding.UTF8.GetString(file).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);

        since = await LatestAsync($"{campaigns}&");
        (await product.Sale.PostAsync($"{SaleClient.Admin}/{slug}/close", product.Tokens.Operator())).Is(200);
        (await product.Sale.PostAsync($"{SaleClient.Admin}/{slug}/archive", product.Tokens.Operator())).Is(200);
        Assert.Empty(Items(await product.Sale.GetAsync(campaigns, product.Tokens.Viewer())));
        await AssertChangedAsync($"{campaigns}&", since, "slug", slug);
        foreach (string list in new[] { $"{issuances}?", $"{campaigns}&", $"{coupons}?", $"{redemptions}&" })
        {
            Assert.Equal(["updatedSince"], (await product.Sale.GetAsync($"{list}updatedSince=noon", product.Tokens.Viewer())).Is(400, "invalid-input").BadFields);
            Assert.Equal(["limit"], (await product.Sale.GetAsync($"{list}limit=0", product.Tokens.Viewer())).Is(400, "invalid-input").BadFields);
            Assert.Equal(["after"], (await product.Sale.GetAsync($"{list}after=-1", product.Tokens.Viewer())).Is(400, "invalid-input").BadFields);
        }

        async Task<string> LatestAsync(string list) =>
            Items(await product.Sale.GetAsync($"{list}updatedSince={Long}", product.Tokens.Viewer())).Select(item => item.GetProperty("updatedAt").GetDateTimeOffset()).Max().ToString("O", CultureInfo.InvariantCulture);

        async Task AssertChangedAsync(string list, string moment, string field, string expected) => Assert.Equal(
            expected, Assert.Single(Items(await product.Sale.GetAsync($"{list}updatedSince={After(moment)}", product.Tokens.Viewer()))).GetProperty(field).GetString());
    }

    [Fact]
    public async Task Coupons_WhenAMemberHasThem_TellWhatEachCampaignPromises()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("holder");
        await product.Sale.OpenAsync(SaleClient.Draft(slug), product.Tokens.Operator());
        (await product.Sale.ClaimAsync(slug, product.Tokens.Member(slug))).Is(202);
        Answer mine = await Eventually.HoldsAsync(() => product.Sale.MineAsync(slug, product.Tokens.Member(slug)), answer => answer.Code.Length > 0);
        string path = $"/api/v1/members/{slug}/coupons";
        string client = await (await TestApiClient.MakeAsync(product, "issuances:read")).TokenAsync();

        JsonElement coupon = Assert.Single(Items(await product.Sale.GetAsync(path, client)));

        Assert.Equal((slug, mine.Code, "issued", 1), (coupon.GetProperty("campaign").GetString(), coupon.GetProperty("code").GetString(), coupon.GetProperty("status").GetString(), coupon.GetProperty("number").GetInt32()));
        Assert.Equal("percent", coupon.GetProperty("benefit").GetProperty("kind").GetString());
        Assert.Equal(mine.Json.GetProperty("validUntil").GetDateTimeOffset(), coupon.GetProperty("validUntil").GetDateTimeOffset());
        Assert.Empty(Items(await product.Sale.GetAsync($"{path}?status=revoked", client)));
        Assert.Empty(Items(await product.Sale.GetAsync("/api/v1/members/nobody-at-all/coupons", client)));
        Assert.Equal(["id", "status"], (await product.Sale.GetAsync($"/api/v1/members/%20x/coupons?status=x", client)).Is(400, "invalid-input").BadFields.Order(StringComparer.Ordinal));
        (await product.Sale.GetAsync(path, product.Tokens.Member(slug))).Is(403, "forbidden");
    }

    // A tick of the database later: the row itself is not newer than itself.
    private static string After(string moment) =>
        Uri.EscapeDataString(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture).AddMicroseconds(1).ToString("O", CultureInfo.InvariantCulture));

    private static async Task<List<string>> PagesAsync(RunningProduct product, string list, string field, int limit = 1, string? token = null)
    {
        List<string> seen = [];
        string after = "";
        do
        {
            Answer page = (await product.Sale.GetAsync($"{list}{(list.Contains('?', StringComparison.Ordinal) ? "&" : "?")}limit={limit}{after}".Replace("?&", "?", StringComparison.Ordinal), token ?? product.Tokens.Viewer())).Is(200);
            Assert.InRange(Items(page).Count, 1, limit);
            seen.AddRange(Items(page).Select(item => item.GetProperty(field).ToString()));
            after = page.Json.TryGetProperty("next", out JsonElement next) ? $"&after={next}" : "";
        }
        while (after.Length > 0);
        return seen;
    }

    private static List<JsonElement> Items(Answer answer) => [.. answer.Is(200).Json.GetProperty("items").EnumerateArray()];
}
