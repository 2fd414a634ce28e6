using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Attacks;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CouponAdmin.Tests.ApiClients;

/// <summary>OAuth 2.0 client credentials, held against RFC 6749.</summary>
public sealed class TokenEndpointTests
{
    [Fact]
    public async Task Token_WhenTheSecretIsRight_IsShortAndSaysClientAndScopeAndNoRole()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        TestApiClient client = await TestApiClient.MakeAsync(product, "campaigns:read", "issuances:read");
        Answer[] answers =
        [
            await client.AskAsync(),
            await client.PostAsync(new Dictionary<string, string>(TestApiClient.Form(), StringComparer.Ordinal) { ["client_id"] = client.Id, ["client_secret"] = client.Secret }),
            await client.PostAsync(new Dictionary<string, string>(TestApiClient.Form(""), StringComparer.Ordinal) { ["client_id"] = client.Id }, TestApiClient.Basic(client.Id, client.Secret)),
        ];

        foreach (Answer answer in answers)
        {
            Assert.Equal(("Bearer", 600, "campaigns:read issuances:read"), (answer.Is(200).String("token_type"), answer.Number("expires_in"), answer.String("scope")));
            Assert.True(answer.Headers.CacheControl?.NoStore);
            Assert.Equal("no-cache", string.Join(", ", answer.Headers.Pragma));
            JsonWebToken token = new(answer.String("access_token"));
            Assert.Equal(
                (client.Id, client.Id, "campaigns:read issuances:read", "at+jwt"),
                (token.Subject, token.GetClaim("client_id").Value, token.GetClaim("scope").Value, token.Typ));
            Assert.InRange((token.ValidTo - token.IssuedAt).TotalSeconds, 599, 601);
            Assert.DoesNotContain(token.Claims, claim => claim.Type == "role");
        }

        Answer narrow = (await client.AskAsync("issuances:read")).Is(200);
        Assert.Equal("issuances:read", narrow.String("scope"));
        (await product.Sale.GetAsync(SaleClient.Admin, narrow.String("access_token"))).Is(403, "insufficient-scope");
    }

    public static TheoryData<string, int, string> Wrong => new()
    {
        { "no grant type", 400, "invalid_request" },
        { "another grant type", 400, "unsupported_grant_type" },
        { "a scope that it wasn't given", 400, "invalid_scope" },
        { "a scope that there isn't", 400, "invalid_scope" },
        { "no scope at all, in spaces", 400, "invalid_scope" },
        { "nobody", 401, "invalid_client" },
        { "another secret", 401, "invalid_client" },
        { "no secret", 401, "invalid_client" },
        { "another client", 401, "invalid_client" },
        { "an id that can't be", 401, "invalid_client" },
        { "another scheme", 401, "invalid_client" },
        { "a broken header", 401, "invalid_client" },
        { "its secret twice", 400, "invalid_request" },
        { "two ids", 400, "invalid_request" },
        { "a parameter twice", 400, "invalid_request" },
        { "in the address", 400, "invalid_request" },
        { "as JSON", 400, "invalid_request" },
        { "as multipart", 400, "invalid_request" },
        { "nothing", 400, "invalid_request" },
        { "too many parameters", 400, "invalid_request" },
        { "a value too long", 400, "invalid_request" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public async Task Error_OfEveryKind_IsWrittenAsTheStandardSays(string kind, int status, string error)
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        TestApiClient client = await TestApiClient.MakeAsync(product, "campaigns:read");

        Answer answer = (await AskWrongAsync(kind, client)).Is(status);

        Assert.Equal((error, "application/json"), (answer.String("error"), answer.ContentType));
        Assert.NotEqual("", answer.String("error_description"));
        Assert.All(answer.Json.EnumerateObject(), member => Assert.Equal(JsonValueKind.String, member.Value.ValueKind));
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Equal(status == 401, answer.Headers.WwwAuthenticate.Any(challenge => challenge.Scheme == "Basic"));
        Assert.DoesNotContain(client.Secret, answer.Text, StringComparison.Ordinal);
    }

    [Theory, InlineData("GET"), InlineData("PUT"), InlineData("DELETE")]
    public async Task Endpoint_WhenAskedByAnotherMethod_NamesTheRightOne(string method)
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        using HttpResponseMessage answer = await product.App.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), new Uri("/oauth/token", UriKind.Relative)));

        Assert.Equal((405, "POST"), ((int)answer.StatusCode, string.Join(", ", answer.Content.Headers.Allow)));
        Assert.Contains("invalid_request", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_WhenItAsksTooOften_IsTurnedAwayAndNobodyElse()
    {
        await using AttackedProduct product = await AttackedProduct.StartAsync(
            log: null, ("Limits:TokenRequestsPerAddressPerSecond", "3"), ("Limits:RequestsPerAddressPerSecond", "0"));
        HttpResponseMessage[] burst = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => AskAsync("192.0.2.77")));

        HttpResponseMessage refused = burst.First(answer => (int)answer.StatusCode == 429);
        Assert.Contains("temporarily_unavailable", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.NotNull(refused.Headers.RetryAfter);
        using HttpResponseMessage other = await AskAsync("192.0.2.78");
        Assert.Equal(401, (int)other.StatusCode);
        Array.ForEach(burst, answer => answer.Dispose());

        Task<HttpResponseMessage> AskAsync(string address) => product.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, new Uri("/oauth/token", UriKind.Relative))
            {
                Content = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["grant_type"] = "client_credentials", ["client_id"] = "guess", ["client_secret"] = "guess" }),
            }, address: address);
    }

    private static Task<Answer> AskWrongAsync(string kind, TestApiClient client)
    {
        AuthenticationHeaderValue right = TestApiClient.Basic(client.Id, client.Secret);
        Dictionary<string, string> form = TestApiClient.Form();
        Dictionary<string, string> With(string name, string value) => new(form, StringComparer.Ordinal) { [name] = value };
        return kind switch
        {
            "no grant type" => client.PostAsync(With("grant_type", ""), right),
            "another grant type" => client.PostAsync(With("grant_type", "password"), right),
            "a scope that it wasn't given" => client.AskAsync("campaigns:read campaigns:manage"),
            "a scope that there isn't" => client.AskAsync("everything"),
            "no scope at all, in spaces" => client.AskAsync(" "),
            "nobody" => client.PostAsync(form),
            "another secret" => client.PostAsync(form, TestApiClient.Basic(client.Id, client.Secret + "x")),
            "no secret" => client.PostAsync(With("client_id", client.Id)),
            "another client" => client.PostAsync(form, TestApiClient.Basic("client_aaaaaaaaaaaaaaaa", client.Secret)),
            "an id that can't be" => client.PostAsync(form, TestApiClient.Basic("a\u0000b", client.Secret)),
            "another scheme" => client.PostAsync(form, new AuthenticationHeaderValue("Bearer", client.Secret)),
            "a broken header" => client.PostAsync(form, new AuthenticationHeaderValue("Basic", "###")),
            "its secret twice" => client.PostAsync(With("client_secret", client.Secret), right),
            "two ids" => client.PostAsync(With("client_id", "client_aaaaaaaaaaaaaaaa"), right),
            "a parameter twice" => client.PostAsync([.. form, .. TestApiClient.Form()], right),
            "in the address" => client.PostAsync(new FormUrlEncodedContent(form), right, "/oauth/token?scope=campaigns:read"),
            "as JSON" => client.PostAsync(new StringContent(JsonSerializer.Serialize(form), Encoding.UTF8, "application/json"), right),
            "as multipart" => client.PostAsync(new MultipartFormDataContent { { new StringContent("client_credentials"), "grant_type" } }, right),
            "nothing" => client.PostAsync(new ByteArrayContent([]), right),
            "too many parameters" => client.PostAsync(Enumerable.Range(0, 50).Select(i => KeyValuePair.Create($"p{i}", "x")), right),
            "a value too long" => client.PostAsync(With("scope", new string('x', 5_000)), right),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such mistake."),
        };
    }
}
