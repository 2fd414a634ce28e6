using System.Text;
using System.Text.Json;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.ApiClients;

namespace CouponAdmin.Tests.Idempotency;

/// <summary><c>Idempotency-Key</c> over HTTP: whoever lost an answer asks again, and nothing is done twice.</summary>
public sealed class IdempotencyApiTests
{
    private const string Field = "Idempotency-Key";
    private const int AtOnce = 16;

    /// <summary>Written down here by hand: they store nothing, or are one act however often they come, or judge the key themselves.</summary>
    private static readonly string[] WithoutKey =
    [
        "/api/v1/campaigns/{slug}/claims", "/api/v1/coupons/{code}/validate", "/api/v1/member-tokens", "/api/v1/claim-sessions", "/api/v1/hand-overs",
    ];

    [Fact]
    public async Task Post_WhenItCreatesOrChanges_TakesAKey()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        JsonElement paths = (await product.Sale.GetAsync("/openapi/v1.json")).Is(200).Json.GetProperty("paths");

        string[] posts = [.. Endpoints.All.Where(e => e.Method == "POST").Select(e => e.Path)];
        string[] taking =
        [
            .. posts.Where(path => paths.GetProperty(path).GetProperty("post").TryGetProperty("parameters", out JsonElement all)
                && all.EnumerateArray().Any(p => p.GetProperty("name").GetString() == Field)),
        ];

        Assert.Equal(posts.Except(WithoutKey, StringComparer.Ordinal), taking);
    }

    [Fact]
    public async Task Act_WhenItsKeyComesAgain_HasItsAnswerAndIsDoneOnce()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("keyed");
        Dictionary<string, object?> draft = SaleClient.Draft(slug);
        Answer first = (await PostAsync(product, SaleClient.Admin, draft, slug)).Is(201);
        Answer again = (await PostAsync(product, SaleClient.Admin, draft, slug)).Is(201);
        Assert.Equal((first.Text, first.Headers.Location, first.Headers.ETag, first.ContentType), (again.Text, again.Headers.Location, again.Headers.ETag, again.ContentType));
        Assert.Equal((false, true), (first.Headers.Contains("Idempotency-Replayed"), again.Headers.Contains("Idempotency-Replayed")));

        draft["quantity"] = 51;
        (await PostAsync(product, SaleClient.Admin, draft, slug)).Is(409, "idempotency-key-reused");
        (await PostAsync(product, $"{SaleClient.Admin}/{slug}/publish", null, slug)).Is(409, "idempotency-key-reused");

        // Another asker's key is another key.
        (await product.Sale.CallAsync(HttpMethod.Post, SaleClient.Admin, product.Tokens.Create("somebody-else", "Operator"), draft, (Field, slug))).Is(409, "slug-taken");

        // An act without a body, whose state would refuse it the second time.
        string publish = $"{SaleClient.Admin}/{slug}/publish";
        Answer published = (await PostAsync(product, publish, null, $"{slug}-publish")).Is(200);
        Assert.Equal(published.Text, (await PostAsync(product, publish, null, $"{slug}-publish")).Is(200).Text);
        (await PostAsync(product, publish, null, $"{slug}-other")).Is(409, "wrong-state");
        Assert.Equal(1, await CountAsync(product, slug, "publish-campaign"));
    }

    [Fact]
    public async Task Act_WhenItIsRefused_LeavesItsKeyFree()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("mended");
        Assert.Equal(["quantity"], (await PostAsync(product, SaleClient.Admin, SaleClient.Draft(slug, quantity: 0), slug)).Is(400, "invalid-input").BadFields);
        (await PostAsync(product, SaleClient.Admin, "{\"slug\":", slug)).Is(400, "invalid-input");
        (await PostAsync(product, SaleClient.Admin, SaleClient.Draft(slug), slug)).Is(201);

        foreach (string key in new[] { "two words", "", new string('k', 201) })
        {
            Assert.Equal([Field], (await PostAsync(product, SaleClient.Admin, SaleClient.Draft(slug), key)).Is(400, "invalid-input").BadFields);
        }

        (await PostAsync(product, SaleClient.Admin, SaleClient.Draft($"{slug}-2"), $"{slug}{new string('k', 200 - slug.Length)}")).Is(201);
        (await PostAsync(product, SaleClient.Admin, new string('x', 1_000_000), slug)).Is(413, "too-large");
    }

    [Fact]
    public async Task Secret_WhenItsKeyComesAgain_IsNotToldASecondTime()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string name = SaleClient.FreshSlug("shop");
        object wanted = new { name, scopes = new[] { "campaigns:read" } };
        Answer first = await product.Sale.CallAsync(HttpMethod.Post, TestApiClient.Clients, product.Tokens.Administrator(), wanted, (Field, name));
        Answer again = await product.Sale.CallAsync(HttpMethod.Post, TestApiClient.Clients, product.Tokens.Administrator(), wanted, (Field, name));

        Assert.StartsWith("ca_live_", first.Is(201).String("secret"), StringComparison.Ordinal);
        again.Is(409, "idempotency-answer-not-kept");
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal(1, (await product.Sale.GetAsync(again.Headers.Location!.ToString(), product.Tokens.Administrator())).Is(200).Text.Split($"\"{name}\"").Length - 1);
    }

    [Fact]
    public async Task Act_WhenManyAskWithOneKeyAtOnce_IsDoneOnce()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("crowd");
        Dictionary<string, object?> draft = SaleClient.Draft(slug);

        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => PostAsync(product, SaleClient.Admin, draft, slug)));

        Assert.Contains(answers, answer => (int)answer.Status == 201 && !answer.Headers.Contains("Idempotency-Replayed"));
        Assert.All(answers, answer => answer.Is((int)answer.Status == 201 ? 201 : 409, (int)answer.Status == 201 ? null : "idempotency-key-in-use"));
        Assert.Single(answers.Where(answer => (int)answer.Status == 201).Select(answer => answer.Text).Distinct(StringComparer.Ordinal));
        (await PostAsync(product, SaleClient.Admin, draft, slug)).Is(201);
        Assert.Equal(1, await CountAsync(product, slug, "create-campaign"));
    }

    private static Task<Answer> PostAsync(RunningProduct product, string path, object? body, string key) =>
        product.Sale.CallAsync(HttpMethod.Post, path, product.Tokens.Operator(), body, (Field, key));

    private static async Task<int> CountAsync(RunningProduct product, string slug, string action)
    {
        byte[] audit = await product.Sale.DownloadAsync($"/api/v1/admin/audit.csv?subject={slug}&wholeSubject=true&action={action}&for=programs", product.Tokens.Viewer());
        return Encoding.UTF8.GetString(audit).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length - 1;
    }
}
