using System.Net;
using CouponAdmin.Core.ApiClients;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Attacks;
using CouponAdmin.Tests.Fixtures;
using Microsoft.AspNetCore.Routing;

namespace CouponAdmin.Tests.ApiClients;

/// <summary>A client's token opens what its scopes say and nothing else: held against the whole table of rights, and every page.</summary>
public sealed class ClientBoundsTests
{
    private static readonly string[] AllScopes = [.. ApiScopes.All.Select(ApiScopes.NameOf)];

    public static TheoryData<string> EveryScope => [.. AllScopes];

    [Theory, MemberData(nameof(EveryScope))]
    public async Task Endpoint_WhenAClientWithOneScopeAsks_IsOpenOnlyIfTheTableSaysSo(string scope)
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string token = await (await TestApiClient.MakeAsync(product, scope)).TokenAsync();
        int opened = 0;
        foreach ((string method, string path, Least least) in Endpoints.All)
        {
            Answer answer = await product.Sale.CallAsync(new HttpMethod(method), Endpoints.NamingNothing(path), token, method == "GET" ? null : new { });
            string seen = $"{method} {path}: {answer}";
            if (least == Least.Anybody || ScopedEndpoints.All.GetValueOrDefault($"{method} {path}") == scope)
            {
                Assert.True((int)answer.Status is >= 200 and < 500 and not (401 or 403 or 405), seen);
                opened += least == Least.Anybody ? 0 : 1;
            }
            else
            {
                Assert.True((int)answer.Status == 403 && answer.Code == "insufficient-scope", seen);
                Assert.Contains(answer.Headers.WwwAuthenticate, challenge => challenge.Parameter?.Contains("insufficient_scope", StringComparison.Ordinal) == true);
            }
        }

        Assert.Equal(ScopedEndpoints.All.Values.Count(s => s == scope), opened);
    }

    [Fact]
    public async Task Address_WhenAClientWithEveryScopeAsks_AnswersPagesAsForNobody()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        using HttpClient proxied = new(new Proxied(product)) { BaseAddress = product.Address };
        TestApiClient shop = await TestApiClient.MakeAsync(proxied, product.Tokens, AllScopes);
        Visitor client = new("an API client", Token: await shop.TokenAsync());
        Visitor member = new("a member of the shop", Token: await MemberAsync(product, client.Token!, "shop-4711"));
        int seen = 0;
        foreach (RouteEndpoint endpoint in product.Endpoints)
        {
            string path = MappedEndpoints.PathOf(endpoint);
            if (path.StartsWith("/api/v1/", StringComparison.Ordinal) || path.Contains('*', StringComparison.Ordinal))
            {
                continue;
            }

            string address = path.Replace("{slug}", "names-nothing", StringComparison.OrdinalIgnoreCase).Replace("{documentName}", "v1", StringComparison.Ordinal).Replace("{documentName?}", "", StringComparison.Ordinal);
            int nobody = await LookAsync(product, address, Visitor.Nobody, shop.Id);
            Assert.Equal((path, nobody), (path, await LookAsync(product, address, client, shop.Id)));
            Assert.Equal((path, nobody), (path, await LookAsync(product, address, member, "shop-4711")));
            seen++;
        }

        Assert.True(seen > 30, $"Only {seen} pages: where have they gone?");
    }

    [Fact]
    public async Task Claim_WhenAClientBringsItsOwnToken_IsNeverTakenForAMembers()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("client-claims");
        await product.Sale.OpenAsync(SaleClient.Draft(slug), product.Tokens.Operator());
        TestApiClient client = await TestApiClient.MakeAsync(product, AllScopes);
        string token = await client.TokenAsync();

        (await product.Sale.ClaimAsync(slug, token)).Is(403, "insufficient-scope");
        (await product.Sale.MineAsync(slug, token)).Is(403, "insufficient-scope");
        (await product.Sale.CallAsync(HttpMethod.Post, $"/api/v1/campaigns/{slug}/claims?x=1", token)).Is(403, "insufficient-scope");

        Answer stats = (await product.Sale.GetAsync($"{SaleClient.Admin}/{slug}/issuances", token)).Is(200);
        Assert.Empty(stats.Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Program_WhenItRunsASaleByItsScopes_IsNamedInTheAudit()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("client-sale");
        TestApiClient client = await TestApiClient.MakeAsync(product, AllScopes);
        string token = await client.TokenAsync();
        await product.Sale.OpenAsync(SaleClient.Draft(slug), token);

        string member = await MemberAsync(product.Sale, token, "shop-4711");
        (await product.Sale.ClaimAsync(slug, member)).Is(202);
        Answer mine = await Eventually.HoldsAsync<Answer>(() => product.Sale.MineAsync(slug, member), claim => claim.Code.Length > 0);
        Answer coupon = (await product.Sale.GetAsync($"/api/v1/admin/coupons/{mine.Code}", token)).Is(200);
        Assert.Equal(("shop-4711", mine.Code), (coupon.String("member"), coupon.Code));
        (await product.Sale.PostAsync($"{SaleClient.Admin}/{slug}/issuances/{coupon.Number("number")}/revoke", token, new { reason = "returned" })).Is(200);

        string audit = (await product.Sale.GetAsync($"/api/v1/admin/audit.csv?subject={slug}", product.Tokens.Viewer())).Is(200).Text;
        Assert.Contains("revoke-coupon", audit, StringComparison.Ordinal);
        Assert.All(audit.Trim().Split('\n')[1..], line => Assert.Contains(client.Id, line, StringComparison.Ordinal));
    }

    [Theory, InlineData("Administrator"), InlineData("Operator"), InlineData("Viewer"), InlineData("Emperor"), InlineData("Member Administrator")]
    public async Task MemberToken_WhenAnotherRoleIsAskedFor_IsRefused(string role)
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string token = await (await TestApiClient.MakeAsync(product, "claims:write-for-members")).TokenAsync();

        Answer answer = (await product.Sale.PostAsync("/api/v1/member-tokens", token, new { member = "m", role })).Is(400, "invalid-input");
        Assert.Equal(["role"], answer.BadFields);
        Assert.Equal(["role"], (await product.Sale.PostAsync("/api/v1/member-tokens", token, new { member = "m", role = new[] { "Member", role } })).Is(400).BadFields);
        (await product.Sale.PostAsync("/api/v1/member-tokens", token, new { member = "m", roles = new[] { role } })).Is(400);
    }

    [Fact]
    public async Task MemberToken_WhenItIsGiven_IsAMembersOnTheWholeTable()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string token = await (await TestApiClient.MakeAsync(product, "claims:write-for-members")).TokenAsync();
        string member = await MemberAsync(product.Sale, token, "shop-4711");
        foreach ((string method, string path, Least least) in Endpoints.All)
        {
            Answer answer = await product.Sale.CallAsync(new HttpMethod(method), Endpoints.NamingNothing(path), member, method == "GET" ? null : new { });
            Assert.True(least > Least.SignedIn ? (int)answer.Status == 403 : (int)answer.Status is not (401 or 403), $"{method} {path}: {answer}");
        }

        // Nor does it get another token, by either way.
        (await product.Sale.PostAsync("/api/v1/member-tokens", member, new { member = "other" })).Is(403, "forbidden");
        (await product.Sale.PostAsync("/api/v1/member-tokens", product.Tokens.Administrator(), new { member = "other" })).Is(403, "forbidden");
    }

    [Fact]
    public async Task Token_WhenARoleIsSlippedIntoItsClaims_IsStillAClientsAlone()
    {
        // Only the root can sign such a token. Its roles are not asked even then: nothing that bears a client's name acts as staff.
        RunningProduct product = await RunningProduct.SharedAsync();
        string token = ForgedTokens.Make(
            new { alg = "HS256", typ = "JWT" }, expires: true, ForgedTokens.Hs256(product.Tokens.SigningKey), ("role", "Administrator"), ("client_id", "client_aaaaaaaaaaaaaaaa"), ("scope", "campaigns:read"));

        (await product.Sale.GetAsync(SaleClient.Admin, token)).Is(200);
        (await product.Sale.GetAsync(TestApiClient.Clients, token)).Is(403, "insufficient-scope");
        (await product.Sale.PostAsync(SaleClient.Admin, token, new { })).Is(403, "insufficient-scope");
        (await product.Sale.ClaimAsync("names-nothing", token)).Is(403, "insufficient-scope");
    }

    private static async Task<string> MemberAsync(SaleClient sale, string token, string member) =>
        (await sale.PostAsync("/api/v1/member-tokens", token, new { member })).Is(200).String("accessToken");

    private static Task<string> MemberAsync(AttackedProduct product, string token, string member) => MemberAsync(product.Sale, token, member);

    private static async Task<int> LookAsync(AttackedProduct product, string address, Visitor visitor, string id)
    {
        using HttpResponseMessage answer = await product.GetAsync(address, visitor);
        if (answer.Content.Headers.ContentType?.MediaType == "text/html")
        {
            Assert.DoesNotContain(id, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        // A browser is sent to sign in, whoever brings a token is told: both are shut out.
        return answer.StatusCode == HttpStatusCode.Found && answer.Headers.Location!.OriginalString.Contains("/sign-in?", StringComparison.Ordinal) ? 401 : (int)answer.StatusCode;
    }

    private sealed class Proxied(AttackedProduct product) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpRequestMessage copy = new(request.Method, request.RequestUri) { Content = request.Content };
            copy.Headers.Authorization = request.Headers.Authorization;
            return await product.SendAsync(copy);
        }
    }
}
