using System.Net;
using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Web.Claiming;
using CouponAdmin.Web.Shared;
using Xunit;

namespace CouponAdmin.Tests.Claiming;

/// <summary>What members' browsers are answered, judged by its headers and by who asks.</summary>
[Collection(MemberTests.Name)]
public sealed class MemberAnswerTests
{
    private const string Strict =
        "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'";

    [Theory]
    [InlineData("/")]
    [InlineData("/sign-in")]
    [InlineData("/register")]
    [InlineData("/forgot-password")]
    [InlineData("/reset-password")]
    [InlineData("/confirm-address")]
    [InlineData("/c/there-is-none")]
    [InlineData("/no-such-page")]
    [InlineData("/api/v1/campaigns")]
    [InlineData("/api/v1/no-such-address")]
    [InlineData("/health/live")]
    public async Task Answer_WhenForMembers_AllowsNothingInlineAndNothingFromElsewhere(string path)
    {
        MemberSite site = await MemberSite.SharedAsync();
        using HttpResponseMessage answer = await site.SendAsync(HttpMethod.Get, path);

        Assert.Equal(Strict, answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
        Assert.Contains("camera=()", answer.Headers.GetValues("Permissions-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClaimPage_WhenServedFromTheCache_IsTheSameForEveryoneAndStillProtected()
    {
        MemberSite site = await MemberSite.SharedAsync();
        string slug = await site.PublishAsync();
        string[] pages = new string[3];
        for (int i = 0; i < pages.Length; i++)
        {
            using HttpResponseMessage answer = await site.SendAsync(HttpMethod.Get, $"/c/{slug}", i == 2 ? site.TokenOf("somebody") : null);
            Assert.Equal("public, max-age=1", answer.Headers.CacheControl!.ToString());
            Assert.Equal(Strict, answer.Headers.GetValues("Content-Security-Policy").Single());
            Assert.False(answer.Headers.Contains("Set-Cookie"));
            pages[i] = await answer.Content.ReadAsStringAsync();
        }

        Assert.Single(pages.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Qr_WhenAskedByOthers_IsTheOwnersAlone()
    {
        MemberSite site = await MemberSite.SharedAsync();
        string slug = await site.PublishAsync();
        using (await site.ClaimAsync(slug, "owner"))
        {
            string code = await site.CodeOfAsync(slug, "owner");
            using HttpResponseMessage mine = await site.SendAsync(HttpMethod.Get, $"/c/{slug}/me/qr.svg", site.TokenOf("owner"));
            Assert.Equal("image/svg+xml", mine.Content.Headers.ContentType!.MediaType);
            Assert.Equal("no-store", mine.Headers.CacheControl!.ToString());
            Assert.Equal(QrPicture.Draw(code), await mine.Content.ReadAsStringAsync());
        }

        using HttpResponseMessage other = await site.SendAsync(HttpMethod.Get, $"/c/{slug}/me/qr.svg", site.TokenOf("other"));
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        using HttpResponseMessage nobody = await site.SendAsync(HttpMethod.Get, $"/c/{slug}/me/qr.svg");
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
    }

    [Fact]
    public async Task Form_WhenPostedTooOften_LeadsToAPageWithWords()
    {
        MemberSite site = await MemberSite.SharedAsync();
        string slug = await site.PublishAsync(new TestOffer { OpensIn = TimeSpan.FromHours(1) });
        string[] ways = await Task.WhenAll(Enumerable.Range(0, 60).Select(async _ =>
        {
            using HttpResponseMessage answer = await site.PostFormAsync(slug, site.TokenOf("eager"));
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            return answer.Headers.Location!.ToString();
        }));
        string limited = Assert.Single(ways.Distinct(StringComparer.Ordinal), way => way.EndsWith("?after=too-many-requests", StringComparison.Ordinal));

        using HttpResponseMessage page = await site.SendAsync(HttpMethod.Get, limited, site.TokenOf("eager"));
        Assert.Contains("Very many are asking", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(page.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Form_WhenPostedFromElsewhere_IsRefused()
    {
        MemberSite site = await MemberSite.SharedAsync();
        string slug = await site.PublishAsync();
        using HttpResponseMessage answer = await site.PostFormAsync(slug, site.TokenOf("lured"), "cross-site");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(0, await site.AdmittedAsync(slug));
    }
}
