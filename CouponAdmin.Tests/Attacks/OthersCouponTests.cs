using CouponAdmin.Core.Operators;
using CouponAdmin.Tests.Acceptance;
using Microsoft.AspNetCore.Routing;

namespace CouponAdmin.Tests.Attacks;

/// <summary>A member who wants another member's coupon: every address there is, asked in every way that might name somebody else.</summary>
public sealed class OthersCouponTests
{
    [Fact]
    public async Task Coupon_WhenAnotherMemberAsksEverywhere_IsNeverShown()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string slug = await product.OpenAsync("others");
        string owner = $"owner-{Guid.NewGuid():N}";
        string code = await product.IssueAsync(slug, owner);
        (await product.Sale.ClaimAsync(slug, product.Tokens.Member("other"))).Is(202);
        Visitor[] others =
        [
            Visitor.Nobody, new Visitor("another member's program", Token: product.Tokens.Member("other")), await People.SignInAsync(product, Roles.Member),
            new Visitor("a role that nobody gave", Token: product.Tokens.Create("other", "administrator")),
        ];
        foreach (Visitor other in others)
        {
            foreach (RouteEndpoint endpoint in product.Endpoints.Where(e => MappedEndpoints.MethodsOf(e) is { Count: 0 } or ["GET", ..]))
            {
                string path = MappedEndpoints.PathOf(endpoint).Replace("{slug}", slug, StringComparison.OrdinalIgnoreCase).Replace("{code}", code, StringComparison.Ordinal)
                    .Replace("{documentName}", "v1", StringComparison.Ordinal);
                foreach (string asked in new[] { path, $"{path}?member={owner}&sub={owner}&userId={owner}&q={owner}&code={code}", $"{path.TrimEnd('/')}/{owner}" })
                {
                    if (!asked.Contains('{') && !asked.Contains("/events", StringComparison.Ordinal))
                    {
                        await AssertHiddenAsync(product, asked, other, owner, code);
                    }
                }
            }

            foreach (string guess in new[] { $"/api/v1/campaigns/{slug}/claims/{owner}", $"/api/v1/campaigns/{slug}/claims/1", $"/api/v1/members/{owner}", $"/my/coupons/{code}", $"/c/{slug}/{owner}", $"/c/{slug}/me/../{owner}", $"/API/V1/ADMIN/coupons/{code}" })
            {
                await AssertHiddenAsync(product, guess, other, owner, code);
            }
        }

        // And the owner sees it.
        using HttpResponseMessage own = await product.GetAsync($"/c/{slug}/me", new Visitor("the owner", Token: product.Tokens.Member(owner)));
        Assert.Contains(code, await own.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_WhenAnotherMemberFollows_TellTheirOwnClaimAlone()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string slug = await product.OpenAsync("events");
        string owned = await product.IssueAsync(slug, "owner");
        string own = await product.IssueAsync(slug, "other");
        (await product.Sale.GetAsync($"/api/v1/campaigns/{slug}/claims/me/events?member=owner", product.Tokens.Member("other"))).Is(400, "invalid-input");
        await foreach ((string kind, System.Text.Json.JsonElement claim) in product.Sale.FollowAsync($"/api/v1/campaigns/{slug}/claims/me/events", product.Tokens.Member("other")))
        {
            Assert.DoesNotContain(owned, claim.ToString(), StringComparison.Ordinal);
            Assert.True(kind != "claim" || claim.GetProperty("code").GetString() == own);
        }
    }

    private static async Task AssertHiddenAsync(AttackedProduct product, string path, Visitor other, string owner, string code)
    {
        HttpRequestMessage request = new(HttpMethod.Get, new Uri(path, UriKind.Relative));
        foreach (string header in new[] { "X-Member", "X-User-Id", "X-Original-URL", "X-Rewrite-URL", "X-Remote-User" })
        {
            request.Headers.Add(header, header.EndsWith("URL", StringComparison.Ordinal) ? $"/api/v1/admin/coupons/{code}" : owner);
        }

        request.Headers.Add("Accept", "text/html, application/json");
        using HttpResponseMessage answer = await product.SendAsync(request, other);
        string text = (await answer.Content.ReadAsStringAsync()).Replace(path, "", StringComparison.Ordinal);
        string asked = Uri.UnescapeDataString(request.RequestUri!.OriginalString);

        // What was asked may be said back, in a way to sign in for one; what was not asked may not.
        Assert.True(asked.Contains(code, StringComparison.Ordinal) || !text.Contains(code, StringComparison.Ordinal), $"{other} saw the code at {path}");
        Assert.True(asked.Contains(owner, StringComparison.Ordinal) || !text.Contains(owner, StringComparison.Ordinal), $"{other} saw the member at {path}");
        Assert.False((int)answer.StatusCode == 200 && path.Contains("/admin", StringComparison.OrdinalIgnoreCase), $"{other} was let in at {path}");
    }
}
