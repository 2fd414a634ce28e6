using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Fixtures;
using Microsoft.IdentityModel.Tokens;

namespace CouponAdmin.Tests.Accounts;

/// <summary>An authority outside says who people and programs are: what of its word is taken, and what is not, whoever forges it.</summary>
public sealed class OutsideAuthorityTests : IClassFixture<OutsideAuthorityTests.House>
{
    private const string Campaigns = "/api/v1/admin/campaigns";
    private const string Nothing = "/api/v1/campaigns/names-nothing/claims/me";
    private static readonly string[] Groups = ["others", "sale-staff"];
    private readonly House _house;

    public OutsideAuthorityTests(House house) => _house = house;

    private SaleClient Sale => _house.Product.Sale;

    private TestAuthority Authority => _house.Authority;

    [Fact]
    public async Task Token_WhenTheAuthoritySignedIt_IsBelievedWithTheMappedRoleOnly()
    {
        (await Sale.GetAsync(Nothing, Authority.Token("p"))).Is(404);
        (await Sale.GetAsync(Nothing, Authority.Token("p", Authority.Es256))).Is(404);
        (await Sale.GetAsync(Campaigns, Authority.Token("p"))).Is(403);
        (await Sale.GetAsync(Campaigns, Authority.Token("p", more: new() { ["groups"] = Groups }))).Is(200);
        (await Sale.GetAsync(Campaigns, Authority.Token("p", more: new() { ["groups"] = "readers" }))).Is(200);
        (await Sale.PostAsync($"{Campaigns}/names-nothing/pause", Authority.Token("p", more: new() { ["groups"] = "readers" }))).Is(403);

        // Its own word for a role is none of ours, nor is our name for a role a value that was mapped.
        (await Sale.GetAsync(Campaigns, Authority.Token("p", more: new() { ["role"] = "Administrator", ["groups"] = "Administrator" }))).Is(403);

        // Beside it our own tokens go on.
        (await Sale.GetAsync(Campaigns, _house.Product.Tokens.Viewer())).Is(200);
    }

    [Theory]
    [InlineData("of another issuer"), InlineData("for another audience"), InlineData("for the sign-in page"), InlineData("expired"), InlineData("unsigned")]
    [InlineData("signed with the public key"), InlineData("of an unknown key"), InlineData("of an unknown key under a known name"), InlineData("of ours, by their key")]
    [InlineData("of theirs, by our key"), InlineData("without a subject that can be a member"), InlineData("changed after signing")]
    public async Task Token_WhenItIsForged_IsRefused(string kind)
    {
        using RSA stranger = RSA.Create(2048);
        SigningCredentials By(string kid) => new(new RsaSecurityKey(stranger) { KeyId = kid }, SecurityAlgorithms.RsaSha256);
        string good = Authority.Token("m");
        (await Sale.GetAsync(Nothing, good)).Is(404);
        string token = kind switch
        {
            "of another issuer" => Authority.Token("m", issuer: "https://elsewhere.example"),
            "for another audience" => Authority.Token("m", audience: "another"),
            "for the sign-in page" => Authority.Token("m", audience: TestAuthority.ClientId),
            "expired" => Authority.Token("m", expiresIn: TimeSpan.FromMinutes(-1)),
            "unsigned" => Resigned(good, """{"alg":"none","typ":"JWT"}""", _ => []),
            "signed with the public key" => Resigned(good, """{"alg":"HS256","typ":"JWT","kid":"r1"}""", text => HMACSHA256.HashData(Authority.PublicKey, text)),
            "of an unknown key" => Authority.Token("m", By("unknown")),
            "of an unknown key under a known name" => Authority.Token("m", By("r1")),
            "of ours, by their key" => Authority.Token("m", issuer: "coupon-admin", audience: "coupon-admin"),
            "of theirs, by our key" => _house.Product.Tokens.Create("m", "Administrator", issuer: Authority.Issuer, audience: TestAuthority.Audience),
            "without a subject that can be a member" => Authority.Token(new string('m', 200)),
            _ => ForgedTokens.WithAnotherSubject(good),
        };

        (await Sale.GetAsync(Nothing, token)).Is(401);
    }

    [Fact]
    public async Task Person_WhenTheySignInThere_IsTheMemberOfTheirTokens()
    {
        string slug = SaleClient.FreshSlug("outside");
        await Sale.OpenAsync(SaleClient.Draft(slug), _house.Product.Tokens.Operator());
        (await Sale.ClaimAsync(slug, Authority.Token("kim"))).Is(202);
        using HttpClient browser = _house.NewBrowser();

        Uri end = await SignInAsync(browser, "kim", "Kim", returnUrl: "/my/coupons");

        Assert.Equal("/my/coupons", end.AbsolutePath);
        using HttpResponseMessage claim = await browser.GetAsync(new Uri($"/api/v1/campaigns/{slug}/claims/me", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, claim.StatusCode);

        // The second time they are the same.
        using HttpClient another = _house.NewBrowser();
        await SignInAsync(another, "kim", "Kim");
        using HttpResponseMessage again = await another.GetAsync(new Uri($"/api/v1/campaigns/{slug}/claims/me", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Theory]
    [InlineData("o'brien@example.com"), InlineData("a&b@example.com"), InlineData("한글@example.com"), InlineData("müller@example.com")]
    public async Task Person_WhenTheirEmailHasSignsOrLettersBeyondAscii_IsLetInWithIt(string email)
    {
        using HttpClient browser = _house.NewBrowser();

        Uri end = await SignInAsync(browser, email, "Somebody", "/my/coupons", ("email", email), ("email_verified", "true"));

        Assert.Equal("/my/coupons", end.AbsolutePath);
        using HttpResponseMessage data = await browser.GetAsync(new Uri("/my/data.json", UriKind.Relative));
        using JsonDocument kept = JsonDocument.Parse(await data.Content.ReadAsStringAsync());
        Assert.Equal(email, kept.RootElement.GetProperty("account").GetProperty("email").GetString());
    }

    [Fact]
    public async Task Person_WhenTheyNameTheAdministratorsEmail_IsNotLetIntoThatAccount()
    {
        using HttpClient browser = _house.NewBrowser();

        await SignInAsync(browser, "mallory", "Mallory", ("email", House.AdministratorEmail), ("email_verified", "true"));

        Assert.Equal("/no-access", await EndOfAsync(browser, "/admin/users"));
    }

    [Fact]
    public async Task Person_WhenTheAuthorityGivesAndTakesARole_HasItAtEachSignIn()
    {
        using HttpClient browser = _house.NewBrowser();
        await SignInAsync(browser, "lee", "Lee", ("groups", "sale-staff"));
        Assert.Equal("/admin", await EndOfAsync(browser, "/admin"));

        await SignInAsync(browser, "lee", "Lee");
        Assert.Equal("/no-access", await EndOfAsync(browser, "/admin"));
        string audit = Encoding.UTF8.GetString(await Sale.DownloadAsync("/api/v1/admin/audit.csv?action=change-role", _house.Product.Tokens.Viewer()));
        Assert.Equal(2, audit.Split($",{Authority.Issuer},").Length - 1);
    }

    [Fact]
    public async Task SignIn_WhenTheAnswerIsNotForThisBrowserOrThisMoment_Fails()
    {
        using HttpClient browser = _house.NewBrowser();
        Authority.ForgetsTheNonce = true;
        try
        {
            Assert.Equal("/sign-in", (await SignInAsync(browser, "park", "Park")).AbsolutePath);
        }
        finally
        {
            Authority.ForgetsTheNonce = false;
        }

        Assert.Equal("/sign-in", await EndOfAsync(browser, "/sign-in/outside/callback?code=c&state=made-up"));
        Assert.Equal("/sign-in", await EndOfAsync(browser, "/sign-in/outside/done?returnUrl=%2Fadmin"));
        using HttpResponseMessage page = await browser.GetAsync(new Uri("/sign-in?failed=true", UriKind.Relative));
        string text = await page.Content.ReadAsStringAsync();
        Assert.Contains("You were not signed in", text, StringComparison.Ordinal);
        Assert.Contains("Sign in with Test House", text, StringComparison.Ordinal);
        Assert.Equal("/sign-in", await EndOfAsync(browser, "/my/coupons"));
    }

    private async Task<Uri> SignInAsync(HttpClient browser, string subject, string name, params (string Claim, string Value)[] more) =>
        await SignInAsync(browser, subject, name, "/", more);

    private async Task<Uri> SignInAsync(HttpClient browser, string subject, string name, string returnUrl, params (string Claim, string Value)[] more)
    {
        Authority.Person = more.ToDictionary(c => c.Claim, c => (object)c.Value, StringComparer.Ordinal);
        Authority.Person["sub"] = subject;
        Authority.Person["name"] = name;
        using HttpResponseMessage end = await browser.GetAsync(new Uri($"/sign-in/outside?returnUrl={Uri.EscapeDataString(returnUrl)}", UriKind.Relative));
        return end.RequestMessage!.RequestUri!;
    }

    private static async Task<string> EndOfAsync(HttpClient browser, string path)
    {
        using HttpResponseMessage end = await browser.GetAsync(new Uri(path, UriKind.Relative));
        return end.RequestMessage!.RequestUri!.AbsolutePath;
    }

    private static string Resigned(string token, string header, Func<byte[], byte[]> sign)
    {
        string signed = $"{Base64UrlEncoder.Encode(header)}.{token.Split('.')[1]}";
        return $"{signed}.{Base64UrlEncoder.Encode(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>One instance with one authority for all of these.</summary>
    public sealed class House : IAsyncLifetime
    {
        internal const string AdministratorEmail = "boss@example.com";

        internal TestAuthority Authority { get; private set; } = null!;

        internal RunningProduct Product { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Authority = await TestAuthority.StartAsync();
            Product = await RunningProduct.StartAsync(
                Setup.Embedded, ("Oidc__Authority", Authority.Issuer), ("Oidc__Audience", TestAuthority.Audience), ("Oidc__ClientId", TestAuthority.ClientId),
                ("Oidc__ClientSecret", TestAuthority.ClientSecret), ("Oidc__DisplayName", "Test House"), ("Oidc__RoleClaim", "groups"),
                ("Oidc__Roles__Operator", "sale-staff"), ("Oidc__Roles__Viewer", "readers, lookers"),
                ("SetUp__AdministratorEmail", AdministratorEmail), ("SetUp__AdministratorPassword", "a-quiet-river-at-9"));
        }

        public async Task DisposeAsync()
        {
            await Product.DisposeAsync();
            await Authority.DisposeAsync();
        }

        internal HttpClient NewBrowser()
        {
            HttpClient browser = new(new SocketsHttpHandler { UseProxy = false, CookieContainer = new CookieContainer() }) { BaseAddress = Product.App.Address };
            browser.DefaultRequestHeaders.Add("Accept-Language", "en");
            return browser;
        }
    }
}
