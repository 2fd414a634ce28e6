using System.Net;
using CouponAdmin.Core.Operators;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.ApiClients;
using CouponAdmin.Tests.Attacks;
using CouponAdmin.Web.Shop;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Tests.Shop;

/// <summary>A hand-over link lets one browser in, once, as that member alone, and asks first where its person may not want that.</summary>
public sealed class HandOverTests
{
    private const string FromShop = ShopSite.Origin + "/";
    private static readonly string[] Scopes = ["claims:write-for-members"];

    [Fact]
    public async Task Link_FromAShopsPage_ComesInOnceAsThatMember()
    {
        ShopSite site = await ShopSite.SharedAsync();
        string slug = await site.Product.OpenAsync("hand-over");
        string link = await site.LinkAsync("상점 4711", slug);
        TestBrowser browser = new(site.Product);

        using HttpResponseMessage answer = await browser.GetAsync(link, FromShop);
        Assert.Equal((HttpStatusCode.SeeOther, $"/c/{slug}"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        Assert.Contains("no-store", answer.Headers.CacheControl?.ToString(), StringComparison.Ordinal);
        Assert.Equal("상점 4711", await MemberOfAsync(browser, slug));

        // The second time, in whose browser ever, in both languages.
        TestBrowser thief = new(site.Product);
        foreach ((string language, string words) in new[] { ("en", "This link was used already"), ("ko", "이 링크는 이미 쓰였습니다") })
        {
            Assert.Contains(words, await PageAsync(thief, link, HttpStatusCode.Gone, language), StringComparison.Ordinal);
        }

        Assert.Empty(thief.Cookies);
        Assert.Contains("You are in already", await PageAsync(browser, link, HttpStatusCode.Gone, "en"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_WhenManyBrowsersOpenItAtOnce_LetsOneIn()
    {
        ShopSite site = await ShopSite.SharedAsync();
        string link = await site.LinkAsync("shop-1", await site.Product.OpenAsync("hand-over-race"));
        HttpStatusCode[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            using HttpResponseMessage answer = await new TestBrowser(site.Product).GetAsync(link, FromShop);
            return answer.StatusCode;
        }));
        Assert.Single(answers, HttpStatusCode.SeeOther);
        Assert.Equal(19, answers.Count(status => status == HttpStatusCode.Gone));
    }

    [Fact]
    public async Task Link_WhenItIsAlteredOrOver_ShowsAPageAndLetsNobodyIn()
    {
        ShopSite site = await ShopSite.SharedAsync();
        string slug = await site.Product.OpenAsync("hand-over-altered");
        string link = await site.LinkAsync("shop-1", slug);
        TestBrowser browser = new(site.Product);
        string[] altered =
        [
            .. Enumerable.Range(link.LastIndexOf('/') + 1, 40).Select(at => $"{link[..at]}{(link[at] == 'A' ? 'B' : 'A')}{link[(at + 1)..]}"),
            link[..^4], link + "AAAA", "/hand-over/x", "/hand-over/%F0%9F%98%80", "/hand-over/" + new string('A', HandOverLinks.LengthMax + 4), "/hand-over/a.b.c",
        ];
        foreach (string wrong in altered)
        {
            Assert.Contains("This link can&#x27;t be read", await PageAsync(browser, wrong, HttpStatusCode.NotFound, "en"), StringComparison.Ordinal);
        }

        Assert.Contains("이 링크는 읽을 수 없습니다", await PageAsync(browser, altered[0], HttpStatusCode.NotFound, "ko"), StringComparison.Ordinal);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        string over = "/hand-over/" + site.Product.Services.GetRequiredService<HandOverLinks>().Write(new HandOver(Guid.NewGuid(), site.Client.Id, "Shop", "shop-1", slug, now, now.AddHours(1)));
        Assert.Contains("This link has run out", await PageAsync(browser, over, HttpStatusCode.Gone, "en"), StringComparison.Ordinal);
        Assert.Contains("이 링크는 시간이 지났습니다", await PageAsync(browser, over, HttpStatusCode.Gone, "ko"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Gone, (await browser.PostAsync(over, "same-origin")).StatusCode);
        Assert.Empty(browser.Cookies);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://evil.example/")]
    [InlineData("https://shop.example.com.evil.example/")]
    [InlineData("http://shop.example.com/")]
    [InlineData("no address")]
    public async Task Link_WhenNoShopsPageLedHere_AsksFirst(string? referrer)
    {
        // Whoever has a link for themselves could send it to somebody else, who would then claim for them.
        ShopSite site = await ShopSite.SharedAsync();
        string slug = await site.Product.OpenAsync("hand-over-asks");
        string link = await site.LinkAsync("shop-13", slug);
        TestBrowser browser = new(site.Product);

        using (HttpResponseMessage asking = await browser.GetAsync(link, referrer))
        {
            string page = await asking.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.OK, asking.StatusCode);
            Assert.Contains("Come in as this shop member?", page, StringComparison.Ordinal);
            Assert.Contains("<bdi class=\"code\">shop-13</bdi>", page, StringComparison.Ordinal);
            Assert.Empty(browser.Cookies);
        }

        // Another site's page can't press.
        foreach (string from in new[] { "cross-site", "same-site" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync(link, from)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostAsync(link, "same-origin")).StatusCode);
        Assert.Equal("shop-13", await MemberOfAsync(browser, slug));

        // Nobody is asked about a link that was used.
        using HttpResponseMessage again = await new TestBrowser(site.Product).GetAsync(link, referrer);
        Assert.Equal(HttpStatusCode.Gone, again.StatusCode);
    }

    [Theory, InlineData("가"), InlineData("😀"), InlineData("<")]
    public async Task Link_WithTheLongestNames_WorksAndAChangeOfLanguageComesBackToIt(string letter)
    {
        ShopSite site = await ShopSite.SharedAsync();
        string slug = await site.Product.OpenAsync("hand-over-long");
        string member = string.Concat(Enumerable.Repeat(letter, 128 / letter.Length));
        Answer made = (await site.Product.Sale.PostAsync(
            TestApiClient.Clients, site.Product.Tokens.Administrator(), new { name = string.Concat(Enumerable.Repeat(letter, 100 / letter.Length)), scopes = Scopes })).Is(201);
        string link = await site.LinkAsync(member, slug, new TestApiClient(site.Product.Http, made.Json.GetProperty("client").GetProperty("clientId").GetString()!, made.String("secret")));

        TestBrowser browser = new(site.Product);
        using HttpResponseMessage language = await browser.GetAsync($"/language?to=ko&returnUrl={Uri.EscapeDataString(link)}");
        Assert.Equal(link, language.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync(link, FromShop)).StatusCode);
        Assert.Equal(member, await MemberOfAsync(browser, slug));
    }

    [Fact]
    public async Task Link_WhenTheBrowserOnlyLooksAhead_IsNotUsedUp()
    {
        ShopSite site = await ShopSite.SharedAsync();
        string link = await site.LinkAsync("shop-1", await site.Product.OpenAsync("hand-over-ahead"));
        TestBrowser browser = new(site.Product);
        using HttpResponseMessage head = await browser.SendAsync(HttpMethod.Head, link, ("Referer", FromShop));
        using HttpResponseMessage ahead = await browser.SendAsync(HttpMethod.Get, link, ("Referer", FromShop), ("Sec-Purpose", "prefetch"));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (head.StatusCode, ahead.StatusCode));
        Assert.Empty(browser.Cookies);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync(link, FromShop)).StatusCode);
    }

    [Fact]
    public async Task Link_WhenSomebodyElseIsSignedIn_AsksBeforeItSwitches()
    {
        ShopSite site = await ShopSite.SharedAsync();
        string slug = await site.Product.OpenAsync("hand-over-switch");
        TestBrowser browser = new(site.Product);
        string email = await People.MakeAsync(site.Product, Roles.Operator);
        await browser.SignInAsync(email);
        string before = browser.Cookies["__Host-coupon-admin"];
        string link = await site.LinkAsync("shop-21", slug);

        string page = await PageAsync(browser, link, HttpStatusCode.OK, "en");
        Assert.Contains("Signed in now as <bdi>Operator</bdi>", page, StringComparison.Ordinal);
        Assert.Contains("지금 로그인한 계정", await PageAsync(browser, link, HttpStatusCode.OK, "ko"), StringComparison.Ordinal);
        Assert.Equal(before, browser.Cookies["__Host-coupon-admin"]);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/admin/campaigns")).StatusCode);

        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostAsync(link, "same-origin")).StatusCode);
        Assert.Equal("shop-21", await MemberOfAsync(browser, slug));
        Assert.NotEqual(HttpStatusCode.OK, (await browser.GetAsync("/admin/campaigns")).StatusCode);

        // The account itself was not signed out: another browser of theirs goes on.
        TestBrowser other = new(site.Product) { Cookies = { ["__Host-coupon-admin"] = before } };
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("/admin/campaigns")).StatusCode);

        // From one shop member to another it asks too; the same one is let through.
        Assert.Contains("Signed in now as <bdi>shop-21</bdi>", await PageAsync(browser, await site.LinkAsync("shop-22", slug), HttpStatusCode.OK, "en"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync(await site.LinkAsync("shop-21", slug))).StatusCode);
    }

    [Fact]
    public async Task Session_OnEveryPage_IsAMembersWithoutAnAccount()
    {
        // The worst case: the shop names the id of an account here, and opens the link itself.
        ShopSite site = await ShopSite.SharedAsync();
        string slug = await site.Product.OpenAsync("hand-over-bounds");
        string email = await People.MakeAsync(site.Product, Roles.Member);
        await using AsyncServiceScope scope = site.Product.Services.CreateAsyncScope();
        UserManager<Account> accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        Account owner = (await accounts.FindByEmailAsync(email))!;
        TestBrowser ownersBrowser = new(site.Product);
        await ownersBrowser.SignInAsync(email);
        TestBrowser shop = new(site.Product);
        Assert.Equal(HttpStatusCode.SeeOther, (await shop.GetAsync(await site.LinkAsync(owner.Id, slug), FromShop)).StatusCode);

        foreach (string open in new[] { $"/c/{slug}/me", "/my/coupons" })
        {
            Assert.Equal((open, HttpStatusCode.OK), (open, (await shop.GetAsync(open)).StatusCode));
        }

        foreach (string closed in new[] { "/my/password", "/my/passkeys", "/my/two-factor", "/my/data.json", "/admin", "/admin/campaigns", "/admin/users", "/redeem" })
        {
            using HttpResponseMessage answer = await shop.GetAsync(closed);
            Assert.True(answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Found, $"{closed}: {answer.StatusCode}");
            Assert.DoesNotContain(email, await answer.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        }

        using HttpResponseMessage passkey = await shop.PostAsync("/passkeys/to-make", "same-origin");
        Assert.DoesNotContain(email, await passkey.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("You came from a shop", await (await shop.GetAsync("/no-access")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        foreach ((string method, string path, Least least) in Endpoints.All.Where(e => e.Least > Least.SignedIn))
        {
            using HttpResponseMessage answer = await shop.SendAsync(new HttpMethod(method), Endpoints.NamingNothing(path), ("Sec-Fetch-Site", "same-origin"));
            Assert.Equal((method, path, HttpStatusCode.Forbidden), (method, path, answer.StatusCode));
        }

        // Signing out ends this session alone.
        Assert.Equal(HttpStatusCode.Found, (await shop.PostAsync("/sign-out", "same-origin")).StatusCode);
        await using AsyncServiceScope later = site.Product.Services.CreateAsyncScope();
        Assert.Equal(owner.SecurityStamp, (await later.ServiceProvider.GetRequiredService<UserManager<Account>>().FindByIdAsync(owner.Id))!.SecurityStamp);
        Assert.Equal(HttpStatusCode.OK, (await ownersBrowser.GetAsync("/my/password")).StatusCode);
    }

    [Fact]
    public async Task Link_ForSomebodyWhoWorksHere_IsNotGiven()
    {
        ShopSite site = await ShopSite.SharedAsync();
        string slug = await site.Product.OpenAsync("hand-over-staff");
        foreach (string role in Roles.All.Where(role => role != Roles.Member))
        {
            string email = await People.MakeAsync(site.Product, role);
            await using AsyncServiceScope scope = site.Product.Services.CreateAsyncScope();
            string id = (await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().FindByEmailAsync(email))!.Id;
            (await site.AskAsync("/api/v1/hand-overs", new { member = id, campaign = slug })).Is(409, "staff-account");
            (await site.AskAsync("/api/v1/claim-sessions", new { member = id, campaign = slug })).Is(409, "staff-account");
        }
    }

    [Fact]
    public async Task Session_WhenItsClientIsRevoked_EndsWithItsPassAndItsLinks()
    {
        ShopSite site = await ShopSite.SharedAsync();
        string slug = await site.Product.OpenAsync("hand-over-revoked");
        TestApiClient client = await site.MakeClientAsync();
        TestBrowser browser = new(site.Product);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync(await site.LinkAsync("shop-31", slug, client), FromShop)).StatusCode);
        string unused = await site.LinkAsync("shop-31", slug, client);
        Assert.Contains("__Host-coupon-admin-pass", browser.Cookies);
        Assert.Equal("shop-31", await MemberOfAsync(browser, slug));
        Dictionary<string, string> kept = new(browser.Cookies, StringComparer.Ordinal);

        await site.RevokeAsync(client);

        // A copy of the cookies, as a browser that stands still: by the lane's pass, and by the session.
        foreach (string[] names in new[] { new[] { "__Host-coupon-admin", "__Host-coupon-admin-pass" }, ["__Host-coupon-admin"] })
        {
            TestBrowser copy = new(site.Product);
            Array.ForEach(names, name => copy.Cookies[name] = kept[name]);
            using HttpResponseMessage claims = await copy.SendAsync(HttpMethod.Post, $"/api/v1/campaigns/{slug}/claims", ("Sec-Fetch-Site", "same-origin"));
            Assert.Equal(HttpStatusCode.Unauthorized, claims.StatusCode);
            Assert.Equal(HttpStatusCode.Found, (await copy.GetAsync("/my/coupons")).StatusCode);
        }

        Assert.Contains("This link has run out", await PageAsync(browser, unused, HttpStatusCode.Gone, "en"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_OfAHandOver_EndsAtItsTimeAndIsNotProlonged()
    {
        ShopSite site = await ShopSite.SharedAsync();
        string slug = await site.Product.OpenAsync("hand-over-end");
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        string link = "/hand-over/" + site.Product.Services.GetRequiredService<HandOverLinks>().Write(new HandOver(Guid.NewGuid(), site.Client.Id, "Shop", "shop-41", slug, now.AddMinutes(1), now));
        TestBrowser browser = new(site.Product);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync(link, FromShop)).StatusCode);

        using HttpResponseMessage mine = await browser.SendAsync(HttpMethod.Get, $"/api/v1/campaigns/{slug}/claims/me");
        Assert.Equal(HttpStatusCode.Unauthorized, mine.StatusCode);
        Assert.Equal(3_600, CouponAdmin.Core.ApiClients.MemberTokens.HandedOver.Max);
    }

    // By the pass, and by the session alone.
    private static async Task<string> MemberOfAsync(TestBrowser browser, string slug)
    {
        using HttpResponseMessage claimed = await browser.SendAsync(HttpMethod.Post, $"/api/v1/campaigns/{slug}/claims", ("Sec-Fetch-Site", "same-origin"));
        Assert.True(claimed.IsSuccessStatusCode, $"{(int)claimed.StatusCode} {await claimed.Content.ReadAsStringAsync()}");
        string page = await (await browser.GetAsync("/my/coupons")).Content.ReadAsStringAsync();
        return WebUtility.HtmlDecode(page.Contains("<bdi>", StringComparison.Ordinal) ? page.Split("<bdi>")[1].Split("</bdi>")[0] : "");
    }

    private static async Task<string> PageAsync(TestBrowser browser, string link, HttpStatusCode status, string language)
    {
        using HttpResponseMessage answer = await browser.SendAsync(HttpMethod.Get, link, ("Referer", FromShop), ("Accept-Language", language));
        Assert.Equal((status, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        return await answer.Content.ReadAsStringAsync();
    }
}
