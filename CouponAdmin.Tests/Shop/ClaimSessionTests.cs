using System.Security.Claims;
using CouponAdmin.Core.ApiClients;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.ApiClients;
using CouponAdmin.Web.Accounts;
using CouponAdmin.Web.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CouponAdmin.Tests.Shop;

/// <summary>A claim session is one member's, for one campaign and minutes: it claims, looks and follows, and does nothing else.</summary>
public sealed class ClaimSessionTests
{
    private static readonly string[] Opened = ["POST /api/v1/campaigns/{slug}/claims", "GET /api/v1/campaigns/{slug}/claims/me"];

    [Fact]
    public async Task Session_OnTheWholeTable_OpensItsCampaignsClaimsAlone()
    {
        ShopSite site = await ShopSite.SharedAsync();
        string slug = await site.Product.OpenAsync("session");
        string other = await site.Product.OpenAsync("other-session");
        string token = await site.SessionAsync("shop-1", slug);
        foreach ((string method, string path, Least least) in Endpoints.All.Where(e => !e.Path.EndsWith("/events", StringComparison.Ordinal)))
        {
            string address = Endpoints.NamingNothing(path.Replace("{slug}", slug, StringComparison.Ordinal));
            Answer answer = await site.Product.Sale.CallAsync(new HttpMethod(method), address, token, method == "GET" ? null : new { });
            bool isOpen = Opened.Contains($"{method} {path}", StringComparer.Ordinal) || least == Least.Anybody;
            Assert.True(isOpen ? (int)answer.Status is not (401 or 403) : (int)answer.Status == 403, $"{method} {path}: {answer}");
        }

        await foreach ((string name, _) in site.Product.Sale.FollowAsync($"/api/v1/campaigns/{slug}/claims/me/events", token))
        {
            Assert.Equal("claim", name);
            break;
        }

        // By the lane, and, with a parameter, by the framework's way.
        foreach (string end in new[] { "claims", "claims?x=1" })
        {
            (await site.Product.Sale.PostAsync($"/api/v1/campaigns/{other}/{end}", token)).Is(403, "forbidden");
        }

        (await site.Product.Sale.MineAsync(other, token)).Is(403, "forbidden");
        (await site.Product.Sale.GetAsync($"/api/v1/campaigns/{other}/claims/me/events", token)).Is(403, "forbidden");
        (await site.Product.Sale.MineAsync(other, site.Product.Tokens.Member("shop-1"))).Is(404, "not-claimed");
        (await site.Product.Sale.ClaimAsync(slug.ToUpperInvariant(), token)).Is(200);

        // Nor another token, by either way.
        (await site.Product.Sale.PostAsync("/api/v1/claim-sessions", token, new { member = "shop-2", campaign = slug })).Is(403, "forbidden");
        (await site.Product.Sale.PostAsync("/api/v1/hand-overs", token, new { member = "shop-2", campaign = slug })).Is(403, "forbidden");
    }

    [Fact]
    public async Task Session_WhenAskedFor_LivesForMinutesAndIsTheMembersAlone()
    {
        ShopSite site = await ShopSite.SharedAsync();
        string slug = await site.Product.OpenAsync("session-life");
        foreach ((int? asked, int life) in new (int?, int)[] { (null, 300), (60, 60), (900, 900) })
        {
            Answer answer = (await site.AskAsync("/api/v1/claim-sessions", new { member = "shop-1", campaign = slug, lifetimeSeconds = asked })).Is(200);
            JsonWebToken token = new(answer.String("accessToken"));
            Assert.InRange(answer.Number("expiresIn"), life - 1, life);
            Assert.Equal(("Bearer", "shop-1", slug), (answer.String("tokenType"), answer.String("member"), answer.String("campaign")));
            Assert.Equal(("shop-1", slug, "Member", site.Client.Id), (token.Subject, token.GetClaim("campaign").Value, token.GetClaim("role").Value, token.GetClaim("azp").Value));
            Assert.InRange((token.ValidTo - token.IssuedAt).TotalSeconds, life - 1, life + 1);
        }

        Assert.Equal((60, 900), (MemberTokens.ClaimSession.Min, MemberTokens.ClaimSession.Max));
    }

    public static TheoryData<string, string?, string?, int?, string> Wrong => new()
    {
        { "claim-sessions", null, "sale", null, "member" }, { "claim-sessions", "m", null, null, "campaign" }, { "claim-sessions", "m", "", null, "campaign" },
        { "claim-sessions", "m", "No Slug\u0000", null, "campaign" }, { "claim-sessions", " m", "sale", null, "member" }, { "claim-sessions", "m", "sale", 59, "lifetimeSeconds" },
        { "claim-sessions", "m", "sale", 901, "lifetimeSeconds" }, { "claim-sessions", "", "", 0, "campaign, lifetimeSeconds, member" },
        { "hand-overs", null, "sale", null, "member" }, { "hand-overs", "m", null, null, "campaign" }, { "hand-overs", "m", "No Slug\u0000", null, "campaign" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public async Task Request_WhenAFieldIsWrong_NamesIt(string path, string? member, string? campaign, int? lifetimeSeconds, string fields)
    {
        ShopSite site = await ShopSite.SharedAsync();
        object body = path == "hand-overs" ? new { member, campaign } : new { member, campaign, lifetimeSeconds };
        Assert.Equal(fields, string.Join(", ", (await site.AskAsync($"/api/v1/{path}", body)).Is(400, "invalid-input").BadFields.Order(StringComparer.Ordinal)));
    }

    [Theory, InlineData("/api/v1/claim-sessions"), InlineData("/api/v1/hand-overs")]
    public async Task Request_WhenItNamesADraftOrNothing_IsRefusedAlike(string path)
    {
        ShopSite site = await ShopSite.SharedAsync();
        string draft = SaleClient.FreshSlug("session-draft");
        (await site.Product.Sale.PostAsync(SaleClient.Admin, site.Product.Tokens.Operator(), SaleClient.Draft(draft))).Is(201);
        (await site.AskAsync(path, new { member = "m", campaign = draft })).Is(404, "unknown-campaign");
        (await site.AskAsync(path, new { member = "m", campaign = "names-nothing" })).Is(404, "unknown-campaign");
    }

    [Fact]
    public async Task Session_WhenItsClientIsRevoked_EndsWithItsOpenStream()
    {
        ShopSite site = await ShopSite.SharedAsync();
        string slug = await site.Product.OpenAsync("session-revoked");
        TestApiClient client = await site.MakeClientAsync();
        string token = await site.SessionAsync("shop-7", slug, client);
        await KeepQueuedAsync(site, slug);
        (await site.Product.Sale.ClaimAsync(slug, token)).Is(202);

        // The claim waits, so the stream would go on; it ends in order, and a page that comes back is told why.
        int seen = 0;
        await foreach ((string name, _) in site.Product.Sale.FollowAsync($"/api/v1/campaigns/{slug}/claims/me/events", token))
        {
            if (seen++ == 0)
            {
                Assert.Equal("claim", name);
                await site.RevokeAsync(client);
            }
        }

        Assert.True(seen > 0);
        (await site.Product.Sale.ClaimAsync(slug, token)).Is(401, "unauthorized");
        (await site.Product.Sale.MineAsync(slug, token)).Is(401, "unauthorized");
        (await site.Product.Sale.GetAsync($"/api/v1/campaigns/{slug}/claims/me/events", token)).Is(401, "unauthorized");

        // What another instance needs: a look at the database, and a look of the stream.
        Assert.True(RenewedSetsWatch.Interval + VouchedTime.LooksEvery < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Time_WhenItIsOver_EndsAStreamAndForNobodyElse()
    {
        ShopSite site = await ShopSite.SharedAsync();
        FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
        VouchedTime vouched = new(site.Product.Services.GetRequiredService<RevokedApiClients>(), time);
        string end = time.GetUtcNow().AddMinutes(1).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        ClaimsPrincipal member = new(new ClaimsIdentity([new Claim("sub", "m"), new Claim("azp", site.Client.Id), new Claim("exp", end)], "test"));

        Assert.Null(vouched.EndOf(new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "m"), new Claim("exp", end)], "test"))));
        Task over = vouched.EndOf(member)!(CancellationToken.None);
        Assert.False(vouched.IsOver(member));
        for (int second = 0; second < 58; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.False(over.IsCompleted);
        while (!over.IsCompleted)
        {
            Assert.True(time.GetUtcNow() < time.Start.AddMinutes(10));
            time.Advance(VouchedTime.LooksEvery);
            await Task.Yield();
        }

        Assert.True(vouched.IsOver(member));
    }

    [Fact]
    public async Task Claims_ByASession_KeepToTheMembersPaceAndTheChallenge()
    {
        ShopSite site = await ShopSite.SharedAsync();
        string slug = await site.Product.OpenAsync("session-challenge");
        (await site.Product.Sale.PutAsync($"{SaleClient.Admin}/{slug}/challenge", site.Product.Tokens.Operator(), new { asksProof = true })).Is(200);
        string token = await site.SessionAsync("shop-9", slug);
        await Fixtures.Eventually.HoldsAsync<Answer>(() => site.Product.Sale.ClaimAsync(slug, token), answer => answer.Code == "challenge-required");

        int perSecond = site.Product.Services.GetRequiredService<LimitsOptions>().ClaimsPerMemberPerSecond;
        Answer[] burst = await Task.WhenAll(Enumerable.Range(0, 4 * perSecond).Select(_ => site.Product.Sale.ClaimAsync(slug, token)));
        Assert.Contains(burst, answer => answer.Code == "too-many-requests");
        Assert.DoesNotContain(burst, answer => answer.HasTicket);
    }

    // Somebody else has the lease of its draining: nothing is recorded, and nothing ends a stream by itself.
    private static async Task KeepQueuedAsync(ShopSite site, string slug)
    {
        await using CouponDbContext db = await site.Product.Services.GetRequiredService<IDbContextFactory<CouponDbContext>>().CreateDbContextAsync();
        Guid campaign = await db.Set<Campaign>().Where(c => c.Slug == slug).Select(c => c.Key).SingleAsync();
        await site.Product.Services.GetRequiredService<StoreConnections>().Draining.StringSetAsync(new CampaignKeys(campaign).Drainer, "another instance", TimeSpan.FromMinutes(5));
    }
}
