using System.Net;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Acceptance;

/// <summary>A program's claim goes a way of its own. Whatever it says there, it says on the framework's way too, which an address with a slash at its end still takes.</summary>
public sealed class ClaimLaneTests
{
    private static readonly string[] OfTheMoment = ["ticket", "place", "ahead", "traceId", "issuedAt", "validUntil", "code", "number", "challenge"];

    [Fact]
    public async Task Claim_WhateverItIsAnswered_IsAnsweredTheSameByBothWays()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string by = product.Tokens.Operator();
        string open = await OpenAsync("both", quantity: 2);
        string soon = await OpenAsync("soon", opens: TimeSpan.FromMinutes(30));
        string none = await OpenAsync("none", quantity: 1);
        string paused = await OpenAsync("paused");
        string closed = await OpenAsync("closed");
        string guarded = await OpenAsync("guarded");
        (await product.Sale.ClaimAsync(none, product.Tokens.Member("first"))).Is(202);
        (await product.Sale.PostAsync($"{SaleClient.Admin}/{paused}/pause", by)).Is(200);
        (await product.Sale.PostAsync($"{SaleClient.Admin}/{closed}/close", by)).Is(200);
        (await product.Sale.PutAsync($"{SaleClient.Admin}/{guarded}/challenge", by, new { asksProof = true })).Is(200);

        Assert.Equal(202, await SameAsync(open, "a", "b"));
        await Eventually.HoldsAsync(() => product.Sale.MineAsync(open, product.Tokens.Member("a")), answer => answer.String("status") == "issued");
        Assert.Equal(200, await SameAsync(open, "a", "a"));
        Assert.Equal(409, await SameAsync(open, "c", "c"));
        Assert.Equal(409, await SameAsync(soon));
        Assert.Equal(409, await SameAsync(none));
        Assert.Equal(409, await SameAsync(paused));
        Assert.Equal(410, await SameAsync(closed));
        Assert.Equal(403, await SameAsync(guarded));
        Assert.Equal(404, await SameAsync("names-nothing"));
        Assert.Equal(404, await SameAsync("names%20nothing%C3%A9"));
        Assert.Equal(400, await SameAsync(open, " spaces at the ends ", " spaces at the ends "));
        Assert.Equal(400, await SameAsync(open, new string('m', 129), new string('m', 129)));

        Task<string> OpenAsync(string purpose, int quantity = 5, TimeSpan? opens = null) => OpenSaleAsync(product, purpose, quantity, opens);
        Task<int> SameAsync(string slug, string one = "m", string other = "m") => BothAsync(product, slug, product.Tokens.Member(one), product.Tokens.Member(other));
    }

    [Theory, MemberData(nameof(AccessTests.BadTokens), MemberType = typeof(AccessTests))]
    public async Task Claim_WhenTheTokenIsNotToBeBelieved_IsRefusedByBothWays(string kind)
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = await OpenSaleAsync(product, "forged", quantity: 5);
        string? token = AccessTests.BadToken(kind, product.Tokens);

        Assert.Equal(401, await BothAsync(product, slug, token, token));
        Assert.Equal(0, (await product.Sale.GetAsync($"{SaleClient.Admin}/{slug}/stats", product.Tokens.Viewer())).Number("admitted"));
    }

    [Fact]
    public async Task Claim_WhenAMemberAsksTooOften_IsTurnedAwayByBothWays()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = await OpenSaleAsync(product, "pace", quantity: 5);
        string greedy = product.Tokens.Member("greedy");
        (await product.Sale.ClaimAsync(slug, greedy)).Is(202);

        // Twenty a second are allowed; on a busy machine one burst may take longer than a second.
        Answer[] burst = await Eventually.HoldsAsync(
            () => Task.WhenAll(Enumerable.Range(0, 60).Select(i => AskAsync(product, slug, greedy, isLong: i % 2 == 0))),
            answers => IsRefused(answers, isLong: true) && IsRefused(answers, isLong: false));

        Answer[] refused = Array.FindAll(burst, answer => answer.Status == HttpStatusCode.TooManyRequests);
        Assert.All(refused, answer => Assert.Equal(("too-many-requests", true), (answer.Code, answer.RetryAfter >= TimeSpan.FromSeconds(1))));
        Assert.Equal(refused.Select(Told).First(), refused.Select(Told).Last());

        static bool IsRefused(Answer[] answers, bool isLong) =>
            answers.Where((_, i) => (i % 2 == 0) == isLong).Any(answer => answer.Status == HttpStatusCode.TooManyRequests);
    }

    // One claim by each way; gives the status if all that both say is the same.
    private static async Task<int> BothAsync(RunningProduct product, string slug, string? token, string? other)
    {
        Answer lane = await AskAsync(product, slug, token, isLong: false);
        Answer longWay = await AskAsync(product, slug, other, isLong: true);
        Assert.Equal((longWay.Status, longWay.ContentType, longWay.Code), (lane.Status, lane.ContentType, lane.Code));
        Assert.Equal(Told(longWay), Told(lane));
        Assert.Equal(Headers(longWay), Headers(lane));
        return (int)lane.Status;
    }

    private static Task<Answer> AskAsync(RunningProduct product, string slug, string? token, bool isLong) =>
        product.Sale.PostAsync($"/api/v1/campaigns/{slug}/claims{(isLong ? "/" : "")}", token);

    private static SortedDictionary<string, string> Told(Answer answer) =>
        answer.Text.Length == 0 ? [] : new(answer.Json.EnumerateObject().Where(p => !OfTheMoment.Contains(p.Name)).ToDictionary(p => p.Name, p => p.Value.ToString(), StringComparer.Ordinal));

    private static string[] Headers(Answer answer) =>
        [.. answer.Headers.Where(h => h.Key is not ("Date" or "Transfer-Encoding")).Select(h => $"{h.Key}: {string.Join(',', h.Value)}").Order(StringComparer.Ordinal)];

    private static async Task<string> OpenSaleAsync(RunningProduct product, string purpose, int quantity, TimeSpan? opens = null)
    {
        string slug = SaleClient.FreshSlug(purpose);
        await product.Sale.OpenAsync(SaleClient.Draft(slug, quantity, opens), product.Tokens.Operator());
        return slug;
    }
}
