using System.Globalization;
using System.Text;
using System.Text.Json;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.ApiClients;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Issuance.Bulk;

/// <summary>A job on many coupons, as a shop's program meets it over HTTP.</summary>
public sealed class CouponJobApiTests
{
    [Fact]
    public async Task Job_FromTheOrderToTheReport_IsFollowedByItsAddress()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("recall");
        string jobs = $"{SaleClient.Admin}/{slug}/coupon-jobs";
        await product.Sale.OpenAsync(SaleClient.Draft(slug), product.Tokens.Operator());
        foreach (string member in new[] { "a", "b", "c" })
        {
            (await product.Sale.ClaimAsync(slug, product.Tokens.Member(member))).Is(202);
        }

        await Eventually.HoldsAsync(() => product.Sale.GetAsync($"{SaleClient.Admin}/{slug}/stats", product.Tokens.Viewer()), stats => stats.Number("issued") == 3);
        string client = await (await TestApiClient.MakeAsync(product, "issuances:revoke", "issuances:read")).TokenAsync();
        byte[] issuances = await product.Sale.DownloadAsync($"{SaleClient.Admin}/{slug}/issuances.csv", client);
        object order = new { act = "revoke", csv = Encoding.UTF8.GetString(issuances), reason = "misprinted" };

        Answer started = (await product.Sale.CallAsync(HttpMethod.Post, jobs, client, order, ("Idempotency-Key", slug))).Is(202);
        Answer again = (await product.Sale.CallAsync(HttpMethod.Post, jobs, client, order, ("Idempotency-Key", slug))).Is(202);

        Assert.Equal((started.Text, started.Headers.Location), (again.Text, again.Headers.Location));
        string job = started.Headers.Location!.ToString();
        Answer done = await Eventually.HoldsAsync(() => product.Sale.GetAsync(job, client), answer => answer.String("state") == "finished");
        Assert.Equal((3, 3, 3, "misprinted", "revoke"), (done.Number("total"), done.Number("done"), done.Number("changed"), done.String("reason"), done.String("act")));
        Answer mine = (await product.Sale.MineAsync(slug, product.Tokens.Member("b"))).Is(200);
        Assert.Equal(("revoked", ""), (mine.String("status"), mine.Code));

        // What is said again is looked at again: nothing more is changed, and each coupon has its word.
        Answer second = (await product.Sale.PostAsync(jobs, client, """{"act":"restore","numbers":[2,7],"reason":"not that one"}""")).Is(202);
        string other = second.Headers.Location!.ToString();
        await Eventually.HoldsAsync(() => product.Sale.GetAsync(other, client), answer => answer.String("state") == "finished");
        Assert.Equal("issued", (await product.Sale.MineAsync(slug, product.Tokens.Member("b"))).String("status"));
        JsonElement first = (await product.Sale.GetAsync($"{other}/results?limit=1", client)).Is(200).Json;
        Assert.Equal((2, "changed"), (first.GetProperty("items")[0].GetProperty("number").GetInt32(), first.GetProperty("items")[0].GetProperty("outcome").GetString()));
        JsonElement rest = (await product.Sale.GetAsync(string.Create(CultureInfo.InvariantCulture, $"{other}/results?limit=1&after={first.GetProperty("next")}"), client)).Is(200).Json;
        Assert.Equal(("unknownNumber", false), (rest.GetProperty("items")[0].GetProperty("outcome").GetString(), rest.TryGetProperty("next", out _)));
        Assert.Equal("number,outcome\r\n7,unknownNumber\r\n", Encoding.UTF8.GetString(await product.Sale.DownloadAsync($"{other}/results.csv?for=programs&outcome=unknownNumber", client)));
        JsonElement list = (await product.Sale.GetAsync($"{jobs}?limit=1", client)).Is(200).Json;
        Assert.Equal(second.Number("id"), list.GetProperty("items")[0].GetProperty("id").GetInt64());
        Assert.Equal(started.Number("id"), (await product.Sale.GetAsync($"{jobs}?after={list.GetProperty("next")}", client)).Json.GetProperty("items")[0].GetProperty("id").GetInt64());
    }

    [Fact]
    public async Task Job_WhenItCanNotBeMeant_SaysWhy()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("no-recall");
        string jobs = $"{SaleClient.Admin}/{slug}/coupon-jobs";
        object order = new { act = "revoke", numbers = new[] { 1 }, reason = "a test" };
        (await product.Sale.PostAsync(jobs, product.Tokens.Operator(), order)).Is(404, "unknown-campaign");
        await product.Sale.OpenAsync(SaleClient.Draft(slug), product.Tokens.Operator());

        Assert.Equal(["act", "numbers", "reason"], (await product.Sale.PostAsync(jobs, product.Tokens.Operator(), new { })).Is(400, "invalid-input").BadFields.Order(StringComparer.Ordinal));
        Assert.Equal(["numbers"], (await product.Sale.PostAsync(jobs, product.Tokens.Operator(), new { act = "revoke", numbers = Enumerable.Range(1, 10_001), reason = "x" })).Is(400, "invalid-input").BadFields);
        Assert.Equal(["outcome"], (await product.Sale.GetAsync($"{jobs}/1/results?outcome=x", product.Tokens.Viewer())).Is(400, "invalid-input").BadFields);
        Assert.Equal(["outcome"], (await product.Sale.GetAsync($"{jobs}/1/results.csv?outcome=x", product.Tokens.Viewer())).Is(400, "invalid-input").BadFields);
        (await product.Sale.GetAsync($"{jobs}/999999999", product.Tokens.Viewer())).Is(404, "unknown-job");
        (await product.Sale.PostAsync(jobs, product.Tokens.Viewer(), order)).Is(403, "forbidden");

        // Another campaign's job isn't this one's. An order may be larger than other bodies are.
        Answer started = (await product.Sale.PostAsync(jobs, product.Tokens.Operator(), new { act = "revoke", csv = "number,note\n1," + new string('x', 1_000_000), reason = "x" })).Is(202);
        string elsewhere = SaleClient.FreshSlug("elsewhere");
        await product.Sale.OpenAsync(SaleClient.Draft(elsewhere), product.Tokens.Operator());
        (await product.Sale.GetAsync(started.Headers.Location!.ToString().Replace(slug, elsewhere, StringComparison.Ordinal), product.Tokens.Viewer())).Is(404, "unknown-job");
        (await product.Sale.PostAsync(jobs, product.Tokens.Operator(), new string('x', 5_000_000))).Is(413, "too-large");
    }
}
