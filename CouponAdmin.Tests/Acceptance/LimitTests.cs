using System.Net;

namespace CouponAdmin.Tests.Acceptance;

/// <summary>One member who asks far too often is told to wait; the others don't notice.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task Claim_WhenOneMemberAsksTooOften_IsToldWhenToComeBack()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("limit");
        await product.Sale.OpenAsync(SaleClient.Draft(slug), product.Tokens.Operator());
        string greedy = product.Tokens.Member("greedy");
        long ticket = (await product.Sale.ClaimAsync(slug, greedy)).Is(202).Number("ticket");

        Answer refused = await RefusedAsync(product, slug, greedy);

        Assert.Equal("too-many-requests", refused.Code);
        Assert.True(refused.RetryAfter >= TimeSpan.FromSeconds(1), refused.ToString());
        (await product.Sale.ClaimAsync(slug, product.Tokens.Member("modest"))).Is(202);
        Answer later = await Fixtures.Eventually.HoldsAsync(() => product.Sale.ClaimAsync(slug, greedy), answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(ticket, later.Number("ticket"));
    }

    // Twenty a second are allowed: on a busy machine one burst may take longer than a second.
    private static async Task<Answer> RefusedAsync(RunningProduct product, string slug, string token)
    {
        Answer[] burst = await Fixtures.Eventually.HoldsAsync(
            () => Task.WhenAll(Enumerable.Range(0, 60).Select(_ => product.Sale.ClaimAsync(slug, token))),
            answers => Array.Exists(answers, answer => answer.Status == HttpStatusCode.TooManyRequests));
        return Array.Find(burst, answer => answer.Status == HttpStatusCode.TooManyRequests)!;
    }
}
