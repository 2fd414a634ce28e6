using System.Net;
using CouponAdmin.Tests.Attacks;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Tests.Acceptance;

/// <summary>Three ways lead to a coupon: a plain token and a member's pass through the lane, everything else through the framework. They say the same.</summary>
public sealed class ClaimLaneTests
{
    private static readonly string[] OfTheMoment = ["ticket", "place", "ahead", "traceId", "issuedAt", "validUntil", "code", "number", "challenge"];

    private delegate Task<Answer> Way(string slug, string member, bool isMine = false);

    [Fact]
    public async Task Claim_WhateverItIsAnswered_IsAnsweredTheSameByEachWay()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string by = product.Tokens.Operator();
        string open = await OpenAsync("both", quantity: 3);
        string soon = await OpenAsync("soon", opens: TimeSpan.FromMinutes(30));
        string none = await OpenAsync("none", quantity: 1);
        string paused = await OpenAsync("paused");
        string closed = await OpenAsync("closed");
        string guarded = await OpenAsync("guarded");
        (await product.Sale.ClaimAsync(none, product.Tokens.Member("first"))).Is(202);
        (await product.Sale.PostAsync($"{SaleClient.Admin}/{paused}/pause", by)).Is(200);
        (await product.Sale.PostAsync($"{SaleClient.Admin}/{closed}/close", by)).Is(200);
        (await product.Sale.PutAsync($"{SaleClient.Admin}/{guarded}/challenge", by, new { asksProof = true })).Is(200);

        Assert.Equal(202, await SameAsync(open, "a", "b", "c"));
        await Eventually.HoldsAsync(() => product.Sale.MineAsync(open, product.Tokens.Member("c")), answer => answer.String("status") == "issued");
        Assert.Equal(200, await SameAsync(open, "c"));
        Assert.Equal(409, await SameAsync(open, "d"));
        Assert.Equal(409, await SameAsync(soon));
        Assert.Equal(409, await SameAsync(none));
        Assert.Equal(409, await SameAsync(paused));
        Assert.Equal(410, await SameAsync(closed));
        Assert.Equal(403, await SameAsync(guarded));
        Assert.Equal(404, await SameAsync("names-nothing"));
        Assert.Equal(404, await SameAsync("names%20nothing%C3%A9"));

        Task<string> OpenAsync(string purpose, int quantity = 5, TimeSpan? opens = null) => OpenSaleAsync(product, purpose, quantity, opens);
        Task<int> SameAsync(string slug, params string[] members) => SameByAllAsync(product, slug, isMine: false, members);
    }

    [Fact]
    public async Task Mine_WhateverItIsAnswered_IsAnsweredTheSameByEachWay()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string slug = await OpenSaleAsync(product, "mine", quantity: 5);
        await product.IssueAsync(slug, "holder");

        Assert.Equal(200, await SameByAllAsync(product, slug, isMine: true, "holder"));
        Assert.Equal(404, await SameByAllAsync(product, slug, isMine: true, "nobody"));
        Assert.Equal(404, await SameByAllAsync(product, "names-nothing", isMine: true, "holder"));
    }

    [Theory]
    [InlineData(" spaces at the ends ")]
    [InlineData("")]
    public async Task Claim_OfASubjectThatCanBeNoMember_IsRefusedByBothWays(string subject)
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string slug = await OpenSaleAsync(product, "subject", quantity: 5);
        string member = subject.Length == 0 ? new string('m', 129) : subject;

        Assert.Equal(400, await SameByTokensAsync(product, slug, product.Tokens.Member(member), product.Tokens.MemberByFramework(member)));
    }

    [Theory, InlineData("?utm_source=mail"), InlineData("?member=other")]
    public async Task Claim_WhenItBringsAParameter_IsRefusedByBothWaysAndAdmitsNobody(string query)
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string slug = await OpenSaleAsync(product, "query", quantity: 5);

        Answer lane = (await product.Sale.PostAsync($"/api/v1/campaigns/{slug}/claims{query}", product.Tokens.Member("a"))).Is(400, "invalid-input");
        Answer longWay = (await product.Sale.PostAsync($"/api/v1/campaigns/{slug}/claims{query}", product.Tokens.MemberByFramework("b"))).Is(400, "invalid-input");

        Assert.Equal(Told(longWay), Told(lane));
        Assert.Equal(0, (await product.Sale.GetAsync($"{SaleClient.Admin}/{slug}/stats", product.Tokens.Viewer())).Number("admitted"));
        (await product.Sale.ClaimAsync(slug, product.Tokens.Member("a"))).Is(202);
    }

    [Theory, MemberData(nameof(AccessTests.BadTokens), MemberType = typeof(AccessTests))]
    public async Task Claim_WhenTheTokenIsNotToBeBelieved_IsRefused(string kind)
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string slug = await OpenSaleAsync(product, "forged", quantity: 5);
        string? token = AccessTests.BadToken(kind, product.Tokens);

        (await product.Sale.PostAsync($"/api/v1/campaigns/{slug}/claims", token)).Is(401);
        (await product.Sale.GetAsync($"/api/v1/campaigns/{slug}/claims/me", token)).Is(401);
        Assert.Equal(0, (await product.Sale.GetAsync($"{SaleClient.Admin}/{slug}/stats", product.Tokens.Viewer())).Number("admitted"));
    }

    [Fact]
    public async Task Claim_WhenAMemberAsksTooOften_IsTurnedAwayByEachWay()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string slug = await OpenSaleAsync(product, "pace", quantity: 5);
        Way[] ways = Ways(product);
        (await ways[0](slug, "greedy")).Is(202);

        // Twenty a second are allowed, by all ways together; on a busy machine one burst may take longer than a second.
        Answer[] burst = await Eventually.HoldsAsync(
            () => Task.WhenAll(Enumerable.Range(0, 30 * ways.Length).Select(i => ways[i % ways.Length](slug, "greedy"))),
            answers => Enumerable.Range(0, ways.Length).All(way => answers.Where((_, i) => i % ways.Length == way).Any(answer => answer.Status == HttpStatusCode.TooManyRequests)));

        Answer[] refused = Array.FindAll(burst, answer => answer.Status == HttpStatusCode.TooManyRequests);
        Assert.All(refused, answer => Assert.Equal(("too-many-requests", true), (answer.Code, answer.RetryAfter >= TimeSpan.FromSeconds(1))));
        Assert.Single(refused.Select(Told).DistinctBy(told => string.Join('\n', told)));
    }

    private static Way[] Ways(AttackedProduct product)
    {
        MemberPasses passes = product.Services.GetRequiredService<MemberPasses>();
        return
        [
            (slug, member, isMine) => AskAsync(product, slug, isMine, product.Tokens.Member(member)),
            (slug, member, isMine) => AskAsync(product, slug, isMine, token: null, ("Cookie", passes.CookiesOf(member, "of-a-browser")), ("Sec-Fetch-Site", "same-origin")),
            (slug, member, isMine) => AskAsync(product, slug, isMine, product.Tokens.MemberByFramework(member)),
        ];
    }

    // One question by each way, of the one member or of one for each; gives the status if all that they say is the same.
    private static async Task<int> SameByAllAsync(AttackedProduct product, string slug, bool isMine, params string[] members)
    {
        // Each question another member's unless the test says whose: one member's are limited, over all campaigns together.
        string[] asking = members.Length == 0 ? [$"m-{slug}"] : members;
        Way[] ways = Ways(product);
        Answer[] answers = new Answer[ways.Length];
        for (int i = 0; i < ways.Length; i++)
        {
            answers[i] = await ways[i](slug, asking[i % asking.Length], isMine);
        }

        AssertSame(answers);
        return (int)answers[0].Status;
    }

    private static async Task<int> SameByTokensAsync(AttackedProduct product, string slug, string plain, string other)
    {
        Answer[] answers = [await AskAsync(product, slug, isMine: false, plain), await AskAsync(product, slug, isMine: false, other)];
        AssertSame(answers);
        return (int)answers[0].Status;
    }

    private static void AssertSame(Answer[] answers) => Assert.All(answers, answer =>
    {
        Assert.Equal((answers[0].Status, answers[0].ContentType, answers[0].Code), (answer.Status, answer.ContentType, answer.Code));
        Assert.Equal(Told(answers[0]), Told(answer));
        Assert.Equal(Headers(answers[0]), Headers(answer));
    });

    private static Task<Answer> AskAsync(AttackedProduct product, string slug, bool isMine, string? token, params (string Name, string Value)[] headers) => isMine
        ? product.Sale.CallAsync(HttpMethod.Get, $"/api/v1/campaigns/{slug}/claims/me", token, body: null, headers)
        : product.Sale.CallAsync(HttpMethod.Post, $"/api/v1/campaigns/{slug}/claims", token, body: null, headers);

    private static SortedDictionary<string, string> Told(Answer answer) =>
        answer.Text.Length == 0 ? [] : new(answer.Json.EnumerateObject().Where(p => !OfTheMoment.Contains(p.Name)).ToDictionary(p => p.Name, p => p.Value.ToString(), StringComparer.Ordinal));

    private static string[] Headers(Answer answer) =>
        [.. answer.Headers.Where(h => h.Key is not ("Date" or "Transfer-Encoding")).Select(h => $"{h.Key}: {string.Join(',', h.Value)}").Order(StringComparer.Ordinal)];

    private static async Task<string> OpenSaleAsync(AttackedProduct product, string purpose, int quantity, TimeSpan? opens = null)
    {
        string slug = SaleClient.FreshSlug(purpose);
        await product.Sale.OpenAsync(SaleClient.Draft(slug, quantity, opens), product.Tokens.Operator());
        return slug;
    }
}
