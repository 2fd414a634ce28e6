using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CouponAdmin.Core.Seeding;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Playwright;

namespace CouponAdmin.Tests.Browser.Member;

/// <summary>A running application with the hands that a sale needs: an operator's, other members', and the database's.</summary>
internal sealed class MemberSite : IAsyncDisposable
{
    /// <summary>Long enough for the registration's rule.</summary>
    public const string Password = "long-enough-1";

    private static readonly SharedServer<MemberSite> OneForAll = new(() => StartAsync());
    private static readonly SharedServer<MemberSite> OneForTheConsole = new(() => StartAsync());
    private static int s_count;

    private readonly TestTokens _tokens;
    private IReadOnlyList<Cookie>? _signedIn;

    private MemberSite(AppProcess app, TestTokens tokens) => (App, _tokens) = (app, tokens);

    public AppProcess App { get; }

    /// <summary>One for the run, with the demo's people; each test makes its own campaign.</summary>
    public static Task<MemberSite> SharedAsync() => OneForAll.GetAsync();

    /// <summary>Another one, for <see cref="ConsoleTests"/>: the members' tests hold their database for seconds, and a console beside them would stand still.</summary>
    public static Task<MemberSite> OfTheConsoleAsync() => OneForTheConsole.GetAsync();

    public static async Task<MemberSite> StartAsync(
        IReadOnlyDictionary<string, string>? settings = null, string environment = "Development", string? published = null)
    {
        TestTokens tokens = TestTokens.WithNewKey();
        Dictionary<string, string> all = new(StringComparer.Ordinal) { ["Authentication__Jwt__SigningKey"] = tokens.SigningKey, ["Demo__Seed"] = environment == "Development" ? "true" : "false", ["Webhooks__AllowPrivateAddresses"] = "true" };
        foreach ((string name, string value) in settings ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            all[name] = value;
        }

        MemberSite site = new(await AppProcess.StartReadyAsync(all, environment, published), tokens);
        if (all["Demo__Seed"] == "true")
        {
            // The demo leaves a database with any campaign as it is: a test that publishes before it would take the demo's sales away from the others.
            await Eventually.HoldsAsync(() => site.SendAsync(HttpMethod.Get, $"/api/v1/campaigns/{DemoSeed.OpenSlug}"), answer => answer.IsSuccessStatusCode, TimeSpan.FromSeconds(30));
        }

        return site;
    }

    /// <summary>One instance more, with the same keys; the settings name the store and the database that they share.</summary>
    public async Task<MemberSite> StartBesideAsync(IReadOnlyDictionary<string, string> settings) => new(
        await AppProcess.StartReadyAsync(new Dictionary<string, string>(settings, StringComparer.Ordinal) { ["Authentication__Jwt__SigningKey"] = _tokens.SigningKey }), _tokens);

    /// <summary>Publishes a campaign and gives its slug.</summary>
    public async Task<string> PublishAsync(TestOffer? offer = null)
    {
        string slug = await DraftAsync(offer ?? new TestOffer());
        await OperateAsync(HttpMethod.Post, $"/{slug}/publish");
        return slug;
    }

    /// <summary>Not published: operators alone see it.</summary>
    public async Task<string> DraftAsync(TestOffer offer)
    {
        string slug = string.Create(CultureInfo.InvariantCulture, $"sale-{Interlocked.Increment(ref s_count)}-{Guid.NewGuid():N}")[..20].TrimEnd('-');
        await OperateAsync(HttpMethod.Post, "", offer.Draft(slug));
        return slug;
    }

    public Task PauseAsync(string slug) => OperateAsync(HttpMethod.Post, $"/{slug}/pause");

    public Task ResumeAsync(string slug) => OperateAsync(HttpMethod.Post, $"/{slug}/resume");

    public Task CloseAsync(string slug) => OperateAsync(HttpMethod.Post, $"/{slug}/close");

    public Task ChallengeAsync(string slug) => OperateAsync(HttpMethod.Put, $"/{slug}/challenge", new { asksProof = true });

    public Task RaiseAsync(string slug, int quantity) => OperateAsync(HttpMethod.Put, $"/{slug}/quantity", new { quantity, reason = "more arrived" });

    public Task RevokeAsync(string slug, int number) => OperateAsync(HttpMethod.Post, $"/{slug}/issuances/{number}/revoke", new { reason = "by mistake", returnUnit = true });

    public async Task<int> AdmittedAsync(string slug) => (await OperateAsync(HttpMethod.Get, $"/{slug}/stats")).GetProperty("admitted").GetInt32();

    /// <summary>The campaign's state by the store's clock.</summary>
    public async Task<string> StateAsync(string slug) => (await OperateAsync(HttpMethod.Get, $"/{slug}")).GetProperty("state").GetString()!;

    public async Task<int> IssuedAsync(string slug) => (await OperateAsync(HttpMethod.Get, $"/{slug}/stats")).GetProperty("issued").GetInt32();

    /// <summary>Another member, who is a program, claims.</summary>
    public Task<HttpResponseMessage> ClaimAsync(string slug, string member) => SendAsync(HttpMethod.Post, $"/api/v1/campaigns/{slug}/claims", _tokens.Member(member));

    public async Task<JsonElement> MineAsync(string slug, string member)
    {
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Get, $"/api/v1/campaigns/{slug}/claims/me", _tokens.Member(member));
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>The code of a member who is a program, as soon as there is one.</summary>
    public async Task<string> CodeOfAsync(string slug, string member)
    {
        JsonElement mine = await Eventually.HoldsAsync(() => MineAsync(slug, member), claim => claim.GetProperty("status").GetString() == "issued");
        return mine.GetProperty("code").GetString()!;
    }

    /// <summary>Presses the button as a page without scripts does.</summary>
    /// <param name="fetchSite">What the browser says of the page that the form stands on.</param>
    public async Task<HttpResponseMessage> PostFormAsync(string slug, string token, string fetchSite = "same-origin")
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri($"/c/{slug}", UriKind.Relative)) { Content = new FormUrlEncodedContent([]) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("Sec-Fetch-Site", fetchSite);
        return await App.Client.SendAsync(request);
    }

    public string TokenOf(string member) => _tokens.Member(member);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token = null, object? body = null)
    {
        using HttpRequestMessage request = new(method, new Uri(path, UriKind.Relative)) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await App.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public Task<HeldDatabase> HoldDatabaseAsync() => HeldDatabase.HoldAsync(App.DataDirectory);

    /// <summary>Opens a browser of somebody who isn't signed in.</summary>
    /// <param name="through">The address of something in between, such as a proxy.</param>
    public async Task<IBrowserContext> OpenAsync(MemberView view, bool scripts = true, Uri? through = null)
    {
        ChromiumBrowser browser = await ChromiumBrowser.SharedAsync();
        return await browser.OpenAsync(view.Screen, view.Locale, view.Colors, through ?? App.Address, scripts);
    }

    /// <summary>Opens a browser of a member: always the same one, as each test has its own campaign.</summary>
    public async Task<IBrowserContext> OpenSignedInAsync(MemberView view, bool scripts = true)
    {
        IBrowserContext context = await OpenAsync(view, scripts);
        _signedIn ??= await RegisterAsync();
        await context.AddCookiesAsync(_signedIn.Where(c => c.Name == "coupon-admin"));
        return context;
    }

    /// <summary>Registers somebody new on the page that is open, and gives their address.</summary>
    public static async Task<string> RegisterAsync(IPage page)
    {
        string email = $"m{Guid.NewGuid():N}@example.com";
        await page.Locator("input[inputmode=email]").FillAsync(email);
        await page.Locator("input[type=password]").FillAsync(Password);
        await page.Locator("form.form button.press").ClickAsync();
        return email;
    }

    /// <summary>Signs an operator of the demo in.</summary>
    public static async Task SignInOperatorAsync(IPage page)
    {
        await page.Locator("input[inputmode=email]").FillAsync("operator@example.com");
        await page.Locator("input[type=password]").FillAsync(DemoSeed.Password);
        await page.Locator("form.form button.press").ClickAsync();
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    private async Task<IReadOnlyList<Cookie>> RegisterAsync()
    {
        await using IBrowserContext context = await OpenAsync(MemberView.PhoneKorean);
        IPage page = await context.NewPageAsync();
        await page.GotoAsync("/register?returnUrl=/my/coupons");
        await RegisterAsync(page);
        await page.ArrivesAtAsync("**/my/coupons");
        return [.. (await context.CookiesAsync()).Select(c => new Cookie { Name = c.Name, Value = c.Value, Domain = c.Domain, Path = c.Path, HttpOnly = c.HttpOnly, SameSite = c.SameSite })];
    }

    private async Task<JsonElement> OperateAsync(HttpMethod method, string path, object? body = null)
    {
        using HttpResponseMessage answer = await SendAsync(method, $"/api/v1/admin/campaigns{path}", _tokens.Operator(), body);
        string text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonDocument.Parse(text).RootElement : throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} {text}");
    }
}
