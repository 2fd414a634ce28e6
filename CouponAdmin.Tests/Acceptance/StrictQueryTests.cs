using System.Globalization;
using System.Text;
using System.Text.Json;
using CouponAdmin.Tests.ApiClients;
using CouponAdmin.Tests.Attacks.Fuzz;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Acceptance;

/// <summary>A word that the interface doesn't know is told back with the nearest right one: an answer to another question than the one asked is worse than none.</summary>
public sealed class StrictQueryTests
{
    private const string Unknown = "unheardOf";

    public static TheoryData<string, string> Addresses
    {
        get
        {
            TheoryData<string, string> all = [];
            foreach ((string method, string path, _) in Endpoints.All)
            {
                all.Add(method, path);
            }

            return all;
        }
    }

    [Theory, MemberData(nameof(Addresses))]
    public async Task Endpoint_WhenAParameterIsUnknown_NamesIt(string method, string path)
    {
        RunningProduct product = await RunningProduct.SharedAsync();

        // Without a body of its kind a route that takes one isn't found.
        Answer answer = await product.Sale.CallAsync(
            new HttpMethod(method), $"{Endpoints.NamingNothing(path)}?{Unknown}=1", await TestApiClient.TokenForAsync(product, method, path), method == "GET" ? null : "{}");

        Assert.Equal([Unknown], answer.Is(400, "invalid-input").BadFields);
        Assert.NotEqual("", MessageOf(answer, Unknown));
    }

    [Fact]
    public async Task Body_WhenAFieldIsUnknown_NamesItAtEveryEndpointThatTakesOne()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        JsonElement paths = (await product.Sale.GetAsync("/openapi/v1.json")).Is(200).Json.GetProperty("paths");
        int asked = 0;
        foreach ((string method, string path, _) in Endpoints.All)
        {
            if (paths.GetProperty(path).GetProperty(method.ToLowerInvariant()).TryGetProperty("requestBody", out JsonElement body) && body.GetProperty("content").TryGetProperty("application/json", out _))
            {
                Answer answer = await product.Sale.CallAsync(new HttpMethod(method), Endpoints.NamingNothing(path), await TestApiClient.TokenForAsync(product, method, path), $"{{\"{Unknown}\":1}}");
                Assert.Equal([Unknown], answer.Is(400, "invalid-input").BadFields);
                asked++;
            }
        }

        Assert.True(asked >= 7, $"{asked} endpoints take a body");
    }

    [Theory]
    [InlineData("\"quantitty\":5", "quantitty", "“quantity”")]
    [InlineData("\"benefit\":{\"kind\":\"percent\",\"vlaue\":5}", "benefit.vlaue", "“benefit.value”")]
    [InlineData("\"colour\":\"red\"", "colour", "closesAt")]
    public async Task Draft_WhenAFieldIsMistyped_NamesTheRightOne(string json, string named, string right)
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        Dictionary<string, object?> draft = SaleClient.Draft(SaleClient.FreshSlug("typo"));
        draft.Remove("benefit");

        Answer answer = (await product.Sale.PostAsync(SaleClient.Admin, product.Tokens.Operator(), JsonSerializer.Serialize(draft)[..^1] + $",{json}}}")).Is(400, "invalid-input");

        Assert.Equal([named], answer.BadFields);
        Assert.Contains(right, MessageOf(answer, named), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/x/issuances?statsu=revoked", "statsu", "“status”")]
    [InlineData("/x/issuances.csv?order=member", "order", "sort")]
    [InlineData("/x/issuances.csv?q=a&q=b", "q", "once")]
    [InlineData("?skip=-1", "skip", "0")]
    [InlineData("?skip=10000001", "skip", "10,000,000")]
    [InlineData("?take=0", "take", "100")]
    [InlineData("?take=100000", "take", "100")]
    [InlineData("/x/issuances?after=-1", "after", "0")]
    public async Task Query_WhenItCanNotBeMeant_SaysWhatIsRight(string query, string named, string said)
    {
        RunningProduct product = await RunningProduct.SharedAsync();

        Answer answer = (await product.Sale.GetAsync(SaleClient.Admin + query, product.Tokens.Viewer())).Is(400, "invalid-input");

        Assert.Equal([named], answer.BadFields);
        Assert.Contains(said, MessageOf(answer, named), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/x/issuances?from=2026-11-23T12:00:00", "from", "+09:00")]
    [InlineData("/x/issuances.csv?from=2026-11-23T12:00", "from", "+09:00")]
    [InlineData("/x/issuances.csv?to=2026-11-23", "to", "+09:00")]
    [InlineData("/x/issuances.csv?to=2026-11-23T12:00:00+09:00", "to", "%2B")]
    [InlineData("/x/issuances?to=2026-11-23T12:00:00.5+0900", "to", "%2B")]
    public Task Moment_WhenItsOffsetIsMissing_IsNotGuessed(string query, string named, string said) => Query_WhenItCanNotBeMeant_SaysWhatIsRight(query, named, said);

    [Theory]
    [InlineData("from=2026-11-23T12:00:00", "from", "+09:00")]
    [InlineData("to=2026-11-23T12:00:00+09:00", "to", "%2B")]
    [InlineData("to=23.11.2026 12:00Z", "to", "+09:00")]
    public async Task Audit_WhenAnOffsetIsMissing_IsNotGuessed(string query, string named, string said)
    {
        RunningProduct product = await RunningProduct.SharedAsync();

        Answer answer = (await product.Sale.GetAsync($"/api/v1/admin/audit.csv?{query}", product.Tokens.Viewer())).Is(400, "invalid-input");

        Assert.Equal([named], answer.BadFields);
        Assert.Contains(said, MessageOf(answer, named), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_OfEveryList_HasBoundsAndAsksForOffsets()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        JsonElement document = (await product.Sale.GetAsync("/openapi/v1.json")).Is(200).Json;
        int bounds = 0;
        int blanks = 0;
        int moments = 0;
        foreach (Operation operation in Operation.AllOf(document).Where(o => o.InQuery.Count > 0))
        {
            string token = await TestApiClient.TokenForAsync(product, operation.Method, operation.Path);
            foreach (string name in operation.InQuery)
            {
                string[] wrong = name switch
                {
                    "limit" or "take" => ["0", "-1", "100000"],
                    "skip" or "after" or "before" or "wait" => ["-1"],
                    "from" or "to" or "updatedSince" => ["2026-11-23T12:00:00", "2026-11-23", "2026-11-23T12:00:00+09:00"],
                    _ => [],
                };

                // Without a value it would be left out, and all rows be told.
                blanks++;
                foreach (string value in wrong.Concat(["", "%20", "%0A"]))
                {
                    Answer answer = await product.Sale.CallAsync(new HttpMethod(operation.Method), $"{Endpoints.NamingNothing(operation.Path)}?{name}={value}", token);
                    Assert.True(answer.Status == System.Net.HttpStatusCode.BadRequest && answer.BadFields.SequenceEqual([name]), $"{operation.Path}?{name}={value}: {answer}");
                }

                bounds += wrong.Length > 0 && wrong[^1][0] != '2' ? 1 : 0;
                moments += wrong.Length > 0 && wrong[^1][0] == '2' ? 1 : 0;
            }
        }

        Assert.True(bounds >= 24 && moments >= 13 && blanks >= 60, $"{bounds} numbers, {moments} moments and {blanks} names were asked for.");
    }

    [Fact]
    public async Task Body_WhenAMomentHasNoOffset_NamesTheFieldAtEveryEndpointThatTakesOne()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        JsonElement document = (await product.Sale.GetAsync("/openapi/v1.json")).Is(200).Json;
        List<string> seen = [];
        foreach (Operation operation in Operation.AllOf(document).Where(o => o is { Fields: not null, IsForm: false }))
        {
            foreach (string field in operation.Fields!.Where(field => field.EndsWith("At", StringComparison.Ordinal)))
            {
                string token = await TestApiClient.TokenForAsync(product, operation.Method, operation.Path);
                Answer answer = await product.Sale.CallAsync(new HttpMethod(operation.Method), Endpoints.NamingNothing(operation.Path), token, $"{{\"{field}\":\"2026-12-01T12:00:00\"}}");
                Assert.Contains(field, answer.Is(400, "invalid-input").BadFields);
                Assert.Contains("09:00", MessageOf(answer, field), StringComparison.Ordinal);
                seen.Add($"{operation.Method} {field}");
            }
        }

        Assert.Superset(new HashSet<string>(["POST expiresAt", "POST opensAt", "PUT closesAt", "PATCH opensAt"], StringComparer.Ordinal), seen.ToHashSet(StringComparer.Ordinal));
    }

    [Theory, InlineData("2026-12-01T12:00:00"), InlineData("2026-12-01"), InlineData("2026-12-01T12:00:00 09:00"), InlineData("12/01/2026 12:00 +09:00")]
    public async Task Draft_WhenAMomentHasNoOffset_NamesTheField(string moment)
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        Dictionary<string, object?> draft = SaleClient.Draft(SaleClient.FreshSlug("offset"), changes: ("opensAt", moment));

        Answer answer = (await product.Sale.PostAsync(SaleClient.Admin, product.Tokens.Operator(), draft)).Is(400, "invalid-input");

        Assert.Equal(["opensAt"], answer.BadFields);
        Assert.Contains("09:00", MessageOf(answer, "opensAt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Draft_WhenAMomentHasAnOffset_KeepsIt()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("offset");
        Dictionary<string, object?> draft = SaleClient.Draft(slug, changes: [("opensAt", "2150-12-01T14:06:21.123456+09:00"), ("closesAt", "2150-12-01T06:00Z")]);

        Answer made = (await product.Sale.PostAsync(SaleClient.Admin, product.Tokens.Operator(), draft)).Is(201);

        Assert.Equal(
            (new DateTimeOffset(2150, 12, 1, 5, 6, 21, TimeSpan.Zero).AddMicroseconds(123_456), new DateTimeOffset(2150, 12, 1, 6, 0, 0, TimeSpan.Zero)),
            (made.Json.GetProperty("opensAt").GetDateTimeOffset(), made.Json.GetProperty("closesAt").GetDateTimeOffset()));
    }

    [Fact]
    public async Task Issuances_WhenFiltered_AreTheSameRowsInBothForms()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("filter");
        await product.Sale.OpenAsync(SaleClient.Draft(slug), product.Tokens.Operator());
        foreach (string member in new[] { "m", "m-2", "M", "n" })
        {
            (await product.Sale.ClaimAsync(slug, product.Tokens.Member(member))).Is(202);
        }

        await Eventually.HoldsAsync(
            () => product.Sale.GetAsync($"{SaleClient.Admin}/{slug}/stats", product.Tokens.Viewer()), stats => stats.Number("issued") == 4);
        foreach (int number in new[] { 1, 2 })
        {
            string revoke = string.Create(CultureInfo.InvariantCulture, $"{SaleClient.Admin}/{slug}/issuances/{number}/revoke");
            (await product.Sale.PostAsync(revoke, product.Tokens.Operator(), new { reason = "a test", returnUnit = false })).Is(200);
        }

        Answer third = (await product.Sale.GetAsync($"{SaleClient.Admin}/{slug}/issuances?after=2&limit=1", product.Tokens.Viewer())).Is(200);
        string claimed = Uri.EscapeDataString(third.Json.GetProperty("items")[0].GetProperty("claimedAt").GetString()!);
        await AssertBothAsync("status=revoked&member=m", "m");
        await AssertBothAsync("status=revoked", "m", "m-2");
        await AssertBothAsync("member=m", "m");
        await AssertBothAsync("member=nobody");
        await AssertBothAsync("q=m", "m", "m-2");
        await AssertBothAsync("status=refused");
        await AssertBothAsync($"from={claimed}", "M", "n");
        await AssertBothAsync($"to={claimed}", "m", "m-2");
        Assert.Equal(
            ["status", "member"],
            (await product.Sale.GetAsync($"{SaleClient.Admin}/{slug}/issuances?status=nope&member=%20m", product.Tokens.Viewer())).Is(400).BadFields);

        async Task AssertBothAsync(string filter, params string[] members)
        {
            Answer page = (await product.Sale.GetAsync($"{SaleClient.Admin}/{slug}/issuances?{filter}", product.Tokens.Viewer())).Is(200);
            byte[] file = await product.Sale.DownloadAsync($"{SaleClient.Admin}/{slug}/issuances.csv?{filter}&sort=number", product.Tokens.Viewer());
            Assert.Equal(members, page.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("member").GetString()));
            Assert.Equal(members, Encoding.UTF8.GetString(file).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')[1]));
        }
    }

    [Fact]
    public async Task Coupon_WhenItsCodeIsTypedByAPerson_IsFound()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("typed");
        await product.Sale.OpenAsync(SaleClient.Draft(slug, quantity: 1), product.Tokens.Operator());
        (await product.Sale.ClaimAsync(slug, product.Tokens.Member("typist"))).Is(202);
        string code = (await Eventually.HoldsAsync(() => product.Sale.MineAsync(slug, product.Tokens.Member("typist")), mine => mine.Code.Length > 0)).Code;

        foreach (string typed in TypedCodes.Of(code))
        {
            Answer found = await product.Sale.GetAsync($"/api/v1/admin/coupons/{Uri.EscapeDataString(typed)}", product.Tokens.Operator());
            Assert.Equal(("typist", code), (found.Is(200).String("member"), found.Code));
        }

        (await product.Sale.GetAsync($"/api/v1/admin/coupons/{code[..^1]}U", product.Tokens.Operator())).Is(404, "unknown-coupon");
    }

    private static string MessageOf(Answer answer, string field) => answer.Json.GetProperty("errors").GetProperty(field)[0].GetString()!;
}
