using System.Net;
using System.Security.Claims;
using CouponAdmin.Core.ApiClients;
using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Operators;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Attacks;
using CouponAdmin.Web.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CouponAdmin.Tests.Accounts;

/// <summary>A member's pass says who claims, for as long as the session beside it goes unchecked, and to nobody else.</summary>
public sealed class MemberPassTests
{
    private const string SessionName = "__Host-coupon-admin";
    private const string PassName = "__Host-coupon-admin-pass";
    private const string Member = "회원 7";
    private const string Session = "the text of a session cookie";

    [Fact]
    public async Task Pass_IsReadBesideItsSessionUntilItIsOver()
    {
        (MemberPasses passes, FakeTimeProvider time) = await PassesAsync();
        string pass = passes.Write(Member, Session)!;

        Assert.Equal(Member, passes.MemberOf(pass, Session));
        time.Advance(MemberPasses.ValidFor - TimeSpan.FromSeconds(1));
        Assert.Equal(Member, passes.MemberOf(pass, Session));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(passes.MemberOf(pass, Session));
    }

    [Fact]
    public async Task Pass_WithAnythingElseInIt_IsNotRead()
    {
        (MemberPasses passes, FakeTimeProvider time) = await PassesAsync();
        string pass = passes.Write(Member, Session)!;
        string other = passes.Write("another", Session)!;
        time.Advance(TimeSpan.FromMinutes(1));
        string later = passes.Write(Member, Session)!;
        string[] parts = pass.Split('.');

        Assert.Null(passes.MemberOf(pass, "the text of another session cookie"));
        Assert.Null(passes.MemberOf($"{other.Split('.')[0]}.{parts[1]}.{parts[2]}", Session));
        Assert.Null(passes.MemberOf($"{parts[0]}.{later.Split('.')[1]}.{parts[2]}", Session));
        Assert.Null(passes.MemberOf($"{parts[0]}.{parts[1]}.", Session));
        Assert.Null(passes.MemberOf($"{parts[0]}.{parts[1]}", Session));
        Assert.Null(passes.MemberOf($"{pass}.", Session));
        Assert.Null(passes.MemberOf($"{pass}AA", Session));
        Assert.Null(passes.MemberOf("", Session));
        Assert.Null(passes.MemberOf("..", Session));
        Assert.All(Enumerable.Range(0, pass.Length), at =>
        {
            string changed = pass[..at] + (pass[at] == 'A' ? 'B' : 'A') + pass[(at + 1)..];

            // The last letter of a base64 text carries bits that stand for nothing; a text that means the same is the same pass.
            Assert.True(passes.MemberOf(changed, Session) is null || at == pass.Length - 1, changed);
        });
    }

    [Fact]
    public async Task Pass_OfASessionThatIsTooLong_IsNotGiven()
    {
        (MemberPasses passes, _) = await PassesAsync();
        int rest = MemberPasses.LengthMax - passes.Write(Member, "")!.LastIndexOf('.') - 1;

        Assert.NotNull(passes.Write(Member, new string('s', rest)));
        Assert.Null(passes.Write(Member, new string('s', rest + 1)));
    }

    [Fact]
    public async Task Keys_OfTwoInstances_AreOne()
    {
        (MemberPasses one, _) = await PassesAsync();
        (MemberPasses two, _) = await PassesAsync();

        Assert.Equal(Member, two.MemberOf(one.Write(Member, Session), Session));
    }

    [Fact]
    public async Task Key_ThatTheKeyRingCantOpen_IsReplacedOnce()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        SecretVault vault = product.Services.GetRequiredService<SecretVault>();
        string name = $"test-{Guid.NewGuid():N}";
        byte[] lost = await vault.GetOrCreateAsync(name, CancellationToken.None);

        byte[] first = await vault.ReplaceAsync(name, lost, [1], CancellationToken.None);
        byte[] second = await vault.ReplaceAsync(name, lost, [2], CancellationToken.None);

        Assert.Equal([1], first);
        Assert.Equal([1], second);
    }

    [Fact]
    public async Task SignIn_OfAMember_GivesAPassThatClaimsForThemAlone()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string slug = await product.OpenAsync("pass");
        Dictionary<string, string> one = await SignInAsync(product, Roles.Member);
        Dictionary<string, string> two = await SignInAsync(product, Roles.Member);

        long ticket = (await ClaimAsync(product, slug, one)).Is(202).Number("ticket");
        Assert.Equal(ticket, (await ClaimAsync(product, slug, Only(one, SessionName))).Is(200).Number("ticket"));
        (await ClaimAsync(product, slug, Only(one, PassName))).Is(401);

        // One's pass beside two's session: the session says who it is.
        Assert.NotEqual(ticket, (await ClaimAsync(product, slug, new() { [SessionName] = two[SessionName], [PassName] = one[PassName] })).Is(202).Number("ticket"));
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData(null)]
    public async Task Pass_FromAnotherSitesPage_ClaimsNothing(string? site)
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string slug = await product.OpenAsync("foreign-pass");
        Dictionary<string, string> member = await SignInAsync(product, Roles.Member);

        (await ClaimAsync(product, slug, member, site)).Is(403, "foreign-origin");
        (await ClaimAsync(product, slug, member)).Is(202);
    }

    [Theory]
    [InlineData(Roles.Viewer)]
    [InlineData(Roles.Operator)]
    [InlineData(Roles.Administrator)]
    public async Task SignIn_OfStaff_GivesNoPass(string role)
    {
        Dictionary<string, string> cookies = await SignInAsync(await AttackedProduct.SharedAsync(), role);

        Assert.Contains(SessionName, cookies);
        Assert.DoesNotContain(PassName, cookies);
    }

    [Fact]
    public async Task SignOut_TakesThePassAway()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        Dictionary<string, string> member = await SignInAsync(product, Roles.Member);
        using HttpRequestMessage request = new(HttpMethod.Post, "/sign-out") { Headers = { { "Sec-Fetch-Site", "same-origin" } } };
        using HttpResponseMessage answer = await product.SendAsync(request, new Visitor("member", Cookie: Header(member)));

        Assert.Equal(("", ""), (CookiesOf(answer)[SessionName], CookiesOf(answer)[PassName]));
    }

    [Fact]
    public async Task Pass_OfAMemberWhoWasDisabled_ClaimsNothing()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string slug = await product.OpenAsync("disabled-pass");
        string email = await People.MakeAsync(product, Roles.Member);
        Dictionary<string, string> member = await SignInAsync(product, email, People.Password);
        string id = (await AccountAsync(product, email)).Id;
        await product.Services.GetRequiredService<DisableMember>().DisableAsync(id, "test", new Actor("test", "test"), CancellationToken.None);

        Answer refused = await Fixtures.Eventually.HoldsAsync(() => ClaimAsync(product, slug, member), answer => answer.Code == "member-disabled");

        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
    }

    [Theory]
    [InlineData(31, true, true)]
    [InlineData(31, false, false)]
    [InlineData(29, true, false)]
    public async Task Session_WhenItIsCheckedAgain_BringsANewPass(int minutesOld, bool isSameStamp, bool isGiven)
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string slug = await product.OpenAsync("renewed");
        string session = await SessionAsync(product, TimeSpan.FromMinutes(minutesOld), isSameStamp);

        using HttpResponseMessage answer = await GetMineAsync(product, slug, session);

        Assert.Equal(isSameStamp ? HttpStatusCode.NotFound : HttpStatusCode.Unauthorized, answer.StatusCode);
        Dictionary<string, string> cookies = CookiesOf(answer);
        Assert.Equal(isGiven, cookies.GetValueOrDefault(PassName) is { Length: > 0 });
        if (isGiven)
        {
            (await ClaimAsync(product, slug, cookies)).Is(202);
        }
    }

    [Fact]
    public async Task Session_ThatIsRenewedByAClaim_WhichChecksNothing_BringsNoPass()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string slug = await product.OpenAsync("unchecked");
        string session = await SessionAsync(product, TimeSpan.FromDays(8), isSameStamp: true);
        using HttpRequestMessage request = new(HttpMethod.Post, $"/api/v1/campaigns/{slug}/claims") { Headers = { { "Sec-Fetch-Site", "same-origin" } } };
        using HttpResponseMessage answer = await product.SendAsync(request, new Visitor("member", Cookie: $"{SessionName}={session}"));

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Contains(SessionName, CookiesOf(answer));
        Assert.DoesNotContain(PassName, CookiesOf(answer));
    }

    private static async Task<(MemberPasses Passes, FakeTimeProvider Time)> PassesAsync()
    {
        IServiceProvider services = (await AttackedProduct.SharedAsync()).Services;
        FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
        MemberPasses passes = new(
            services.GetRequiredService<SecretVault>(), services.GetRequiredService<IDataProtectionProvider>(), services.GetRequiredService<SessionCookies>(), services.GetRequiredService<RevokedApiClients>(), time);
        await passes.LoadAsync(CancellationToken.None);
        return (passes, time);
    }

    // A session as the sign-in page gives it, but given so long ago.
    private static async Task<string> SessionAsync(AttackedProduct product, TimeSpan age, bool isSameStamp)
    {
        string email = await People.MakeAsync(product, Roles.Member);
        await using AsyncServiceScope scope = product.Services.CreateAsyncScope();
        SignInManager<Account> door = scope.ServiceProvider.GetRequiredService<SignInManager<Account>>();
        Account account = (await door.UserManager.FindByEmailAsync(email))!;
        ClaimsPrincipal person = await door.CreateUserPrincipalAsync(account);
        if (!isSameStamp)
        {
            await door.UserManager.UpdateSecurityStampAsync(account);
        }

        DateTimeOffset issued = TimeProvider.System.GetUtcNow() - age;
        AuthenticationProperties properties = new() { IssuedUtc = issued, ExpiresUtc = issued + TimeSpan.FromDays(14), IsPersistent = true };
        return product.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme)
            .TicketDataFormat.Protect(new AuthenticationTicket(person, properties, IdentityConstants.ApplicationScheme));
    }

    private static async Task<Account> AccountAsync(AttackedProduct product, string email)
    {
        await using AsyncServiceScope scope = product.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().FindByEmailAsync(email))!;
    }

    private static Task<HttpResponseMessage> GetMineAsync(AttackedProduct product, string slug, string session) => product.SendAsync(
        new HttpRequestMessage(HttpMethod.Get, $"/api/v1/campaigns/{slug}/claims/me"), new Visitor("member", Cookie: $"{SessionName}={session}"));

    private static async Task<Dictionary<string, string>> SignInAsync(AttackedProduct product, string role) =>
        await SignInAsync(product, await People.MakeAsync(product, role), People.Password);

    private static async Task<Dictionary<string, string>> SignInAsync(AttackedProduct product, string email, string password)
    {
        using HttpResponseMessage answer = await People.PostSignInAsync(product, email, password, "/sign-in");
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return CookiesOf(answer);
    }

    private static Task<Answer> ClaimAsync(AttackedProduct product, string slug, Dictionary<string, string> cookies, string? site = "same-origin") => product.Sale.CallAsync(
        HttpMethod.Post, $"/api/v1/campaigns/{slug}/claims", token: null, body: null, [("Cookie", Header(cookies)), .. site is null ? [] : new[] { ("Sec-Fetch-Site", site) }]);

    private static string Header(Dictionary<string, string> cookies) => string.Join("; ", cookies.Select(c => $"{c.Key}={c.Value}"));

    private static Dictionary<string, string> Only(Dictionary<string, string> cookies, string name) => new() { [name] = cookies[name] };

    private static Dictionary<string, string> CookiesOf(HttpResponseMessage answer) =>
        People.CookiesOf(answer).Select(c => c.Split('=', 2)).ToDictionary(c => c[0], c => c[1], StringComparer.Ordinal);
}
