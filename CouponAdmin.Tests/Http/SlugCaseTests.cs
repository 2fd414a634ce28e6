using CouponAdmin.Core.Operators;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Attacks;

namespace CouponAdmin.Tests.Http;

/// <summary>A campaign's address in capitals, as somebody types it from a poster; and the icon that browsers ask for unasked.</summary>
public sealed class SlugCaseTests
{
    [Fact]
    public async Task Page_WhenTheSlugIsInCapitals_SendsOnToTheRightAddress()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string slug = await product.OpenAsync("poster");
        string typed = slug.ToUpperInvariant();
        Visitor staff = await People.SignInAsync(product, Roles.Operator);
        foreach ((string asked, string right) in new[]
        {
            ($"/c/{typed}", $"/c/{slug}"), ($"/c/{typed}/me?after=sold-out", $"/c/{slug}/me?after=sold-out"),
            ($"/admin/campaigns/{typed}", $"/admin/campaigns/{slug}"), ($"/admin/campaigns/{typed}/report?tab=1", $"/admin/campaigns/{slug}/report?tab=1"),
        })
        {
            using HttpResponseMessage answer = await product.GetAsync(asked, staff);
            Assert.Equal((301, right), ((int)answer.StatusCode, answer.Headers.Location?.ToString()));
            using HttpResponseMessage there = await product.GetAsync(right, staff);
            Assert.NotEqual(404, (int)there.StatusCode);
            Assert.NotEqual(301, (int)there.StatusCode);
        }
    }

    [Fact]
    public async Task Interface_WhenTheSlugIsInCapitals_AnswersAsForTheRightOne()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string slug = await product.OpenAsync("poster-api");
        string typed = slug.ToUpperInvariant();
        Answer campaign = (await product.Sale.GetAsync($"/api/v1/campaigns/{typed}")).Is(200);
        Assert.Equal(slug, campaign.String("slug"));
        (await product.Sale.ClaimAsync(typed, product.Tokens.Member("typist"))).Is(202);
        Assert.True((await product.Sale.ClaimAsync(slug, product.Tokens.Member("typist"))).HasTicket);
        (await product.Sale.GetAsync($"/api/v1/campaigns/{typed}/claims/me", product.Tokens.Member("typist"))).Is(200);
        (await product.Sale.GetAsync($"{SaleClient.Admin}/{typed}/stats", product.Tokens.Viewer())).Is(200);
    }

    [Fact]
    public async Task Interface_WhenTheRestOfThePathHoldsAPercentSign_DecodesItOnce()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string slug = await product.OpenAsync("poster-decoded");
        Visitor staff = new("operator", Token: product.Tokens.Operator());
        foreach (string ticket in new[] { "%2500", "%2541", "%25" })
        {
            using HttpRequestMessage request = new(HttpMethod.Post, $"{SaleClient.Admin}/{slug.ToUpperInvariant()}/quarantined/{ticket}/refuse");
            using HttpResponseMessage answer = await product.SendAsync(request, staff);
            Assert.Equal((404, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        }
    }

    [Fact]
    public async Task Icon_WhenABrowserAsksForIt_IsThere()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        using HttpResponseMessage answer = await product.GetAsync("/favicon.ico", accept: "image/*");
        byte[] icon = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal("image/x-icon", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("00000100", Convert.ToHexString(icon, 0, 4));
    }
}
