using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Acceptance;

/// <summary>Input that can't be read, or breaks a rule: 400 with the name of the field, never a 500.</summary>
public sealed class WrongInputTests
{
    [Theory]
    [InlineData("quantity", "\"many\"", "quantity")]
    [InlineData("quantity", "1.5", "quantity")]
    [InlineData("quantity", "99999999999", "quantity")]
    [InlineData("quantity", "10000001", "quantity")]
    [InlineData("quantity", "null", "quantity")]
    [InlineData("opensAt", "\"tomorrow\"", "opensAt")]
    [InlineData("name", "\"\\ud800\"", "name")]
    [InlineData("name", "7", "name")]
    [InlineData("slug", "\"UPPER\"", "slug")]
    [InlineData("couponValidDays", "0", "couponValidDays")]
    [InlineData("queueTtlPolicy", "\"forget\"", "queueTtlPolicy")]
    [InlineData("queueTtlPolicy", "1", "queueTtlPolicy")]
    [InlineData("benefit", "{\"kind\":\"gift\",\"value\":1}", "benefit.kind")]
    [InlineData("benefit", "{\"kind\":\"percent\",\"value\":101}", "benefit.value")]
    [InlineData("benefit", "{\"kind\":\"amount\",\"value\":5}", "benefit.currency")]
    public async Task Draft_WhenAFieldIsWrong_NamesThatField(string field, string json, string named)
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        Dictionary<string, object?> draft = SaleClient.Draft(SaleClient.FreshSlug("wrong"));
        draft.Remove(field);
        string body = System.Text.Json.JsonSerializer.Serialize(draft)[..^1] + $",\"{field}\":{json}}}";

        Answer answer = (await product.Sale.PostAsync(SaleClient.Admin, product.Tokens.Operator(), body)).Is(400, "invalid-input");

        Assert.Equal([named], answer.BadFields);
    }

    [Theory, InlineData("{\"slug\":", "slug"), InlineData("no json", "body"), InlineData("[]", "body"), InlineData("null", "body"), InlineData("", "body")]
    public async Task Draft_WhenItCanNotBeRead_NamesTheFieldOrTheBody(string body, string named)
    {
        RunningProduct product = await RunningProduct.SharedAsync();

        Answer answer = (await product.Sale.PostAsync(SaleClient.Admin, product.Tokens.Operator(), body)).Is(400, "invalid-input");

        Assert.Equal("application/problem+json", answer.ContentType);
        Assert.Equal([named], answer.BadFields);
    }

    [Theory]
    [InlineData("/names-nothing/issuances?limit=0", "limit")]
    [InlineData("/names-nothing/issuances?limit=1001", "limit")]
    [InlineData("/names-nothing/issuances?limit=all", "limit")]
    [InlineData("/names-nothing/issuances?after=x", "after")]
    [InlineData("?state=asleep", "state")]
    public async Task Query_WhenAValueIsWrong_NamesThatValue(string query, string named)
    {
        RunningProduct product = await RunningProduct.SharedAsync();

        Answer answer = (await product.Sale.GetAsync(SaleClient.Admin + query, product.Tokens.Viewer())).Is(400, "invalid-input");

        Assert.Equal([named], answer.BadFields);
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing"), InlineData("POST", "/api/v1/nothing/here"), InlineData("GET", "/api/v1/nothing.csv")]
    [InlineData("GET", "/api/v1/admin/nothing"), InlineData("GET", "/api/v2/campaigns"), InlineData("POST", "/api/v1/admin/campaigns/x/issuances/one/revoke")]
    public async Task Address_WhenNothingIsThere_IsAProblemAndNotAPage(string method, string path)
    {
        RunningProduct product = await RunningProduct.SharedAsync();

        Answer answer = (await product.Sale.CallAsync(new HttpMethod(method), path, product.Tokens.Administrator())).Is(404, "unknown-address");

        Assert.Equal("application/problem+json", answer.ContentType);
    }

    [Theory, InlineData("DELETE", "/api/v1/campaigns/x/claims/me", "GET, HEAD"), InlineData("PATCH", "/api/v1/admin/campaigns/x/quantity", "PUT"), InlineData("GET", "/api/v1/admin/campaigns/x/publish", "POST")]
    public async Task Address_WhenItTakesAnotherMethod_NamesThoseThatItTakes(string method, string path, string allowed)
    {
        RunningProduct product = await RunningProduct.SharedAsync();

        using HttpRequestMessage request = new(new HttpMethod(method), new Uri(path, UriKind.Relative));
        using HttpResponseMessage answer = await product.App.Client.SendAsync(request);

        Assert.Equal(System.Net.HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow));
        Assert.Contains("\"code\":\"method-not-allowed\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
