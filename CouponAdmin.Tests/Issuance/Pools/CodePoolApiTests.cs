using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.ApiClients;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Issuance.Pools;

/// <summary>Codes of a partner from the file to the till, as programs meet them over HTTP.</summary>
public sealed class CodePoolApiTests
{
    [Fact]
    public async Task Pool_FromTheFileToTheTill_KeepsItsCodes()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("pooled");
        string pool = $"{SaleClient.Admin}/{slug}/code-pool";
        string client = await (await TestApiClient.MakeAsync(product, "campaigns:manage", "campaigns:read")).TokenAsync();
        (await product.Sale.PostAsync(SaleClient.Admin, product.Tokens.Operator(), SaleClient.Draft(slug, quantity: 3))).Is(201);
        Assert.Equal(0, (await product.Sale.GetAsync(pool, client)).Is(200).Number("codes"));

        // Larger than other bodies may be, and sent twice as after a lost answer.
        string file = string.Join("\r\n", ["note,code", .. Enumerable.Range(1, 20_000).Select(i => $"\"a, b\",{slug}.Gift-{i:D5}"), $"again,{slug}.gift-00001", "none,"]);
        Answer import = (await ImportAsync(product, pool, client, file, "text/csv", "file-1")).Is(200);
        Answer again = (await ImportAsync(product, pool, client, file, "text/csv", "file-1")).Is(200);
        Assert.Equal(import.Text, again.Text);
        Assert.Equal((false, true), (import.Headers.Contains("Idempotency-Replayed"), again.Headers.Contains("Idempotency-Replayed")));
        JsonElement report = import.Json.GetProperty("report");
        Assert.Equal((20_000, 1, 1, 20_002), (report.GetProperty("codes").GetInt32(), report.GetProperty("doubles").GetInt32(), report.GetProperty("empty").GetInt32(), report.GetProperty("lines")[0].GetProperty("line").GetInt32()));
        (await ImportAsync(product, pool, client, "other", "text/csv", "file-1")).Is(409, "idempotency-key-reused");
        (await product.Sale.PostAsync($"{SaleClient.Admin}/{slug}/publish", client)).Is(200);

        (await product.Sale.ClaimAsync(slug, product.Tokens.Member("a"))).Is(202);
        Answer mine = await Eventually.HoldsAsync(() => product.Sale.MineAsync(slug, product.Tokens.Member("a")), answer => answer.Code.Length > 0);
        string code = $"{slug}.Gift-00001";
        Assert.Equal((code, 1), (mine.Code, mine.Number("number")));
        Assert.Equal(19_999, (await product.Sale.GetAsync(pool, client)).Is(200).Number("left"));

        string till = product.Tokens.Create("till", "Cashier");
        string typed = code.ToUpperInvariant().Replace("GIFT-", "GIFT ", StringComparison.Ordinal);
        Assert.True((await product.Sale.PostAsync($"/api/v1/coupons/{Uri.EscapeDataString(typed)}/validate", till, new { })).Is(200).Json.GetProperty("valid").GetBoolean());
        Assert.Equal("unknownCoupon", (await product.Sale.PostAsync($"/api/v1/coupons/{slug}.Gift-00002/validate", till, new { })).Is(200).String("reason"));
        Answer used = (await RedeemAsync(typed)).Is(201);
        Assert.Equal(code, used.Code);
        Assert.Equal(used.Text, (await RedeemAsync(code)).Is(201).Text);
        Answer uses = (await product.Sale.GetAsync($"/api/v1/redemptions?code={Uri.EscapeDataString(typed)}", product.Tokens.Viewer())).Is(200);
        Assert.Equal(code, uses.Json.GetProperty("items")[0].GetProperty("code").GetString());
        Assert.Equal("a", (await product.Sale.GetAsync($"/api/v1/admin/coupons/{code}", product.Tokens.Viewer())).Is(200).String("member"));
        Assert.Contains($",{code},", Encoding.UTF8.GetString(await product.Sale.DownloadAsync($"{SaleClient.Admin}/{slug}/issuances.csv", product.Tokens.Viewer())), StringComparison.Ordinal);
        Assert.Contains("import-codes", Encoding.UTF8.GetString(await product.Sale.DownloadAsync($"/api/v1/admin/audit.csv?subject={slug}", product.Tokens.Viewer())), StringComparison.Ordinal);

        Task<Answer> RedeemAsync(string written) => product.Sale.CallAsync(
            HttpMethod.Post, "/api/v1/redemptions", till, new { code = written, orderId = $"order-{slug}", orderAmount = 10_000, currency = "KRW" }, ("Idempotency-Key", $"use-{slug}"));
    }

    [Fact]
    public async Task Pool_WhenItIsTooSmallOrTheFileIsNone_SaysWhichFieldAndHowMany()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("unpooled");
        string pool = $"{SaleClient.Admin}/{slug}/code-pool";
        string token = product.Tokens.Operator();
        (await product.Sale.PostAsync(SaleClient.Admin, token, SaleClient.Draft(slug, quantity: 5))).Is(201);

        Answer none = (await ImportAsync(product, pool, token, "\n/\n", "text/plain", "k1")).Is(400, "no-code-taken");
        Assert.Equal((1, 1), (none.Json.GetProperty("report").GetProperty("empty").GetInt32(), none.Json.GetProperty("report").GetProperty("illFormed").GetInt32()));
        Assert.Equal(["Idempotency-Key"], (await ImportAsync(product, pool, token, "a", "text/csv", null)).Is(400, "invalid-input").BadFields);
        (await product.Sale.CallAsync(HttpMethod.Post, pool, token, new { code = "a" }, ("Idempotency-Key", "k2"))).Is(415, "unsupported-media-type");
        (await ImportAsync(product, pool.Replace(slug, "no-such-sale", StringComparison.Ordinal), token, "a", "text/csv", "k3")).Is(404, "unknown-campaign");
        (await ImportAsync(product, pool, product.Tokens.Viewer(), "a", "text/csv", "k4")).Is(403, "forbidden");
        (await product.Sale.CallAsync(HttpMethod.Delete, pool, token)).Is(409, "wrong-state");

        (await ImportAsync(product, pool, token, $"{slug}.a\n{slug}.b", "text/plain", "k5")).Is(200);
        Answer refused = (await product.Sale.PostAsync($"{SaleClient.Admin}/{slug}/publish", token)).Is(400, "invalid-input");
        Assert.Equal(["quantity"], refused.BadFields);
        Assert.Matches("3 are missing|3개가 모자랍니다", refused.Json.GetProperty("errors").GetProperty("quantity")[0].GetString());
        Assert.Equal(3, (await product.Sale.GetAsync(pool, token)).Is(200).Number("missing"));
        (await product.Sale.CallAsync(HttpMethod.Delete, pool, token)).Is(200);
        (await product.Sale.PostAsync($"{SaleClient.Admin}/{slug}/publish", token)).Is(200);
    }

    private static Task<Answer> ImportAsync(RunningProduct product, string path, string token, string file, string type, string? key) => product.Sale.SendAsync(
        HttpMethod.Post, path, token, new StringContent(file, Encoding.UTF8, new MediaTypeHeaderValue(type)), key is null ? [] : [("Idempotency-Key", key)]);
}
