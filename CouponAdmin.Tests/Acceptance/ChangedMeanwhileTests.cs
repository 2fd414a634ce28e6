using System.Text.Json;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Acceptance;

/// <summary><c>If-Match</c>: whoever names the version that they saw never overwrites what somebody else did since.</summary>
public sealed class ChangedMeanwhileTests
{
    [Fact]
    public async Task Draft_WhenTwoSaveWhatBothHaveRead_TheSecondIsToldTheValuesOfNow()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string path = await DraftAsync(product, "two-tabs", out string slug);
        string seen = TagOf((await product.Sale.GetAsync(path, product.Tokens.Viewer())).Is(200));

        Answer first = (await PutAsync(product, path, seen, SaleClient.Draft(slug, quantity: 500))).Is(200);
        Assert.NotEqual(seen, TagOf(first));
        Answer second = (await PutAsync(product, path, seen, SaleClient.Draft(slug, quantity: 120))).Is(412, "changed-meanwhile");

        JsonElement now = second.Json.GetProperty("current");
        Assert.Equal(500, now.GetProperty("quantity").GetInt32());
        Assert.Equal("draft", now.GetProperty("state").GetString());
        Assert.Equal(TagOf(first), TagOf(second));
        Assert.Equal(500, (await product.Sale.GetAsync(path, product.Tokens.Viewer())).Number("quantity"));

        // Publishing promises what was seen, and only that.
        (await PostAsync(product, $"{path}/publish", seen)).Is(412, "changed-meanwhile");
        (await PutAsync(product, path, TagOf(second), SaleClient.Draft(slug, quantity: 120))).Is(200);
        (await product.Sale.PutAsync(path, product.Tokens.Operator(), SaleClient.Draft(slug, quantity: 130))).Is(200);
        (await PostAsync(product, $"{path}/publish", "*")).Is(200);
    }

    [Fact]
    public async Task Quantity_WhenSomebodySetAnotherMeanwhile_IsNotOverwritten()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string path = await DraftAsync(product, "stale", out _);
        string seen = TagOf((await product.Sale.PostAsync($"{path}/publish", product.Tokens.Operator())).Is(200));

        // Claims are no change of an operator's: a busy sale must not refuse its operator.
        (await product.Sale.ClaimAsync(path[(path.LastIndexOf('/') + 1)..], product.Tokens.Member("m"))).Is(202);
        Assert.Equal(seen, TagOf((await product.Sale.GetAsync(path, product.Tokens.Viewer())).Is(200)));
        (await PutAsync(product, $"{path}/quantity", seen, new { quantity = 500, reason = "more" })).Is(200);

        Answer refused = (await PutAsync(product, $"{path}/quantity", seen, new { quantity = 120, reason = "a few more" })).Is(412, "changed-meanwhile");

        Assert.Equal(500, refused.Json.GetProperty("current").GetProperty("quantity").GetInt32());
        (await PutAsync(product, $"{path}/challenge", seen, new { asksProof = true })).Is(412, "changed-meanwhile");
        (await PostAsync(product, $"{path}/pause", seen)).Is(412, "changed-meanwhile");
        (await PutAsync(product, $"{path}/quantity", $"\"other\", {TagOf(refused)}", new { quantity = 120, reason = "fewer" })).Is(200);
        (await PostAsync(product, $"{path}/close", "no tag at all")).Is(400, "invalid-input");
        Assert.Equal(120, (await product.Sale.GetAsync(path, product.Tokens.Viewer())).Number("quantity"));
    }

    [Fact]
    public async Task Webhook_WhenTwoSaveWhatBothHaveRead_TheSecondIsToldTheValuesOfNow()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string name = SaleClient.FreshSlug("hook");
        Answer made = (await product.Sale.PostAsync("/api/v1/webhooks", product.Tokens.Administrator(), Hook(name, "first"))).Is(201);
        string path = $"/api/v1/webhooks/{made.Json.GetProperty("webhook").GetProperty("id").GetString()}";
        string seen = TagOf((await product.Sale.GetAsync(path, product.Tokens.Administrator())).Is(200));

        Answer first = (await ChangeAsync(HttpMethod.Put, seen, Hook(name, "theirs"))).Is(200);
        Answer second = (await ChangeAsync(HttpMethod.Put, seen, Hook(name, "mine"))).Is(412, "changed-meanwhile");

        Assert.Equal("https://shop.example/theirs", second.Json.GetProperty("currentWebhook").GetProperty("url").GetString());
        Assert.Equal(TagOf(first), TagOf(second));

        // Being switched off is no change of what is saved as a whole, as a receiver's failure isn't.
        (await product.Sale.PostAsync($"{path}/disable", product.Tokens.Administrator())).Is(200);
        Assert.Equal(TagOf(first), TagOf((await product.Sale.GetAsync(path, product.Tokens.Administrator())).Is(200)));
        (await ChangeAsync(HttpMethod.Delete, seen)).Is(412, "changed-meanwhile");
        (await ChangeAsync(HttpMethod.Put, "no tag at all", Hook(name, "mine"))).Is(400, "invalid-input");
        Assert.Equal("https://shop.example/theirs", (await product.Sale.GetAsync(path, product.Tokens.Administrator())).String("url"));
        (await ChangeAsync(HttpMethod.Put, $"\"other\", {TagOf(second)}", Hook(name, "mine"))).Is(200);
        (await ChangeAsync(HttpMethod.Delete, "*")).Is(200);

        Task<Answer> ChangeAsync(HttpMethod method, string tag, object? body = null) => product.Sale.CallAsync(method, path, product.Tokens.Administrator(), body, ("If-Match", tag));

        static object Hook(string name, string end) => new { name, url = $"https://shop.example/{end}", types = new[] { "coupon.issued" } };
    }

    private static Task<string> DraftAsync(RunningProduct product, string purpose, out string slug)
    {
        string made = slug = SaleClient.FreshSlug(purpose);
        return MakeAsync();

        async Task<string> MakeAsync()
        {
            (await product.Sale.PostAsync(SaleClient.Admin, product.Tokens.Operator(), SaleClient.Draft(made, quantity: 100))).Is(201);
            return $"{SaleClient.Admin}/{made}";
        }
    }

    private static string TagOf(Answer answer)
    {
        Assert.True(answer.Headers.ETag is { IsWeak: false }, $"No strong ETag: {answer}");
        return answer.Headers.ETag.Tag;
    }

    private static Task<Answer> PutAsync(RunningProduct product, string path, string seen, object body) =>
        product.Sale.CallAsync(HttpMethod.Put, path, product.Tokens.Operator(), body, ("If-Match", seen));

    private static Task<Answer> PostAsync(RunningProduct product, string path, string seen) =>
        product.Sale.CallAsync(HttpMethod.Post, path, product.Tokens.Operator(), null, ("If-Match", seen));
}
