using System.Net.Http.Headers;
using System.Text;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Description;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.ApiClients;

/// <summary>A shop's program: a client made over the interface, with the secret that it was told once.</summary>
internal sealed record TestApiClient(HttpClient Http, string Id, string Secret)
{
    public const string Clients = "/api/v1/api-clients";

    /// <param name="http">The product.</param>
    /// <param name="tokens">An administrator's among them.</param>
    /// <param name="scopes">What it may.</param>
    public static Task<TestApiClient> MakeAsync(HttpClient http, TestTokens tokens, params string[] scopes) => MakeAsync(new SaleClient(http), http, tokens, scopes);

    /// <summary>The same where the interface is spoken to in another way than the token endpoint.</summary>
    public static async Task<TestApiClient> MakeAsync(SaleClient sale, HttpClient http, TestTokens tokens, params string[] scopes)
    {
        Answer made = (await sale.PostAsync(Clients, tokens.Administrator(), new { name = "Test shop", scopes })).Is(201);
        return new TestApiClient(http, made.Json.GetProperty("client").GetProperty("clientId").GetString()!, made.String("secret"));
    }

    public static Task<TestApiClient> MakeAsync(RunningProduct product, params string[] scopes) => MakeAsync(product.App.Client, product.Tokens, scopes);

    /// <summary>A token that opens this endpoint: an administrator's, or a client's where no role does.</summary>
    public static async Task<string> TokenForAsync(RunningProduct product, string method, string path) =>
        Endpoints.All.Single(e => e.Method == method && e.Path == path).Least == Least.Client
            ? await (await MakeAsync(product, ScopedEndpoints.All[$"{method} {path}"])).TokenAsync()
            : product.Tokens.Administrator();

    /// <summary>A token with all of the client's scopes, or those that are named.</summary>
    public async Task<string> TokenAsync(string? scope = null) => (await AskAsync(scope)).Is(200).String("access_token");

    public Task<Answer> AskAsync(string? scope = null) => PostAsync(Form(scope), Basic(Id, Secret));

    public static Dictionary<string, string> Form(string? scope = null)
    {
        Dictionary<string, string> form = new(StringComparer.Ordinal) { ["grant_type"] = "client_credentials" };
        if (scope is not null)
        {
            form["scope"] = scope;
        }

        return form;
    }

    public static AuthenticationHeaderValue Basic(string id, string secret) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}")));

    /// <summary>Asks the token endpoint.</summary>
    public Task<Answer> PostAsync(IEnumerable<KeyValuePair<string, string>> form, AuthenticationHeaderValue? authorization = null) =>
        PostAsync(new FormUrlEncodedContent(form), authorization);

    public async Task<Answer> PostAsync(HttpContent body, AuthenticationHeaderValue? authorization = null, string address = "/oauth/token")
    {
        using HttpRequestMessage request = new(HttpMethod.Post, address) { Content = body };
        request.Headers.Authorization = authorization;
        using HttpResponseMessage response = await Http.SendAsync(request);
        Answer answer = new(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers, response.Content.Headers.ContentType?.MediaType);
        DescribedAnswers.Judge(HttpMethod.Post, address, (int)answer.Status, answer.ContentType, answer.Text);
        return answer;
    }
}
