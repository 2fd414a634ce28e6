using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.ApiClients;

/// <summary>Two instances on one database and one store: what one of them revokes, the other refuses too, tokens that are out included.</summary>
public sealed class RevokedEverywhereTests
{
    [Fact]
    public async Task Client_WhenRevokedOnOneInstance_IsRefusedOnTheOtherWithAllItsTokens()
    {
        await using RunningProduct one = await RunningProduct.StartAsync(Setup.RedisAndPostgreSql);
        await using AppProcess other = await AppProcess.StartReadyAsync(one.Settings);
        SaleClient there = new(other.Client);
        string slug = SaleClient.FreshSlug("revoked");
        await one.Sale.OpenAsync(SaleClient.Draft(slug), one.Tokens.Operator());

        TestApiClient client = await TestApiClient.MakeAsync(one, "campaigns:read", "claims:write-for-members");
        TestApiClient kept = await TestApiClient.MakeAsync(one, "campaigns:read");
        string token = await client.TokenAsync();
        string keptToken = await kept.TokenAsync();
        string member = (await one.Sale.PostAsync("/api/v1/member-tokens", token, new { member = "shop-4711" })).Is(200).String("accessToken");
        (await there.GetAsync(SaleClient.Admin, token)).Is(200);
        (await there.ClaimAsync(slug, member)).Is(202);

        (await one.Sale.PostAsync($"{TestApiClient.Clients}/{client.Id}/revoke", one.Tokens.Administrator(), new { reason = "leaked" })).Is(200);

        // Here at once.
        (await one.Sale.GetAsync(SaleClient.Admin, token)).Is(401, "unauthorized");
        (await one.Sale.MineAsync(slug, member)).Is(401, "unauthorized");
        (await client.AskAsync()).Is(401);

        // There by its next look at the database; how often it looks is held to five seconds by a test of its own.
        await Eventually.HoldsAsync<Answer>(() => there.GetAsync(SaleClient.Admin, token), answer => (int)answer.Status == 401);
        (await there.MineAsync(slug, member)).Is(401, "unauthorized");
        (await there.ClaimAsync(slug, member)).Is(401, "unauthorized");
        (await there.PostAsync("/api/v1/member-tokens", token, new { member = "shop-4712" })).Is(401, "unauthorized");
        (await (client with { Http = other.Client }).AskAsync()).Is(401);
        (await there.GetAsync(SaleClient.Admin, keptToken)).Is(200);
    }
}
