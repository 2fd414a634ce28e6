using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Claiming;
using Microsoft.Playwright;
using Xunit;

namespace CouponAdmin.Tests.Browser.Member;

/// <summary>One page of one member, what happens around it, and what the browser complained about.</summary>
internal sealed class ClaimStage : IAsyncDisposable
{
    // Sums what moves by itself; the browser itself forgives what follows a press within half a second.
    private const string WatchShifts = """
        window.shifted = 0;
        new PerformanceObserver(list => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value; })
          .observe({ type: 'layout-shift', buffered: true });
        """;

    private readonly List<string> _complaints = [];
    private readonly List<IAsyncDisposable> _held = [];

    private ClaimStage(MemberSite site, MemberView view, IBrowserContext context, IPage page) => (Site, View, Context, Page) = (site, view, context, page);

    public MemberSite Site { get; }

    public MemberView View { get; }

    public IBrowserContext Context { get; }

    public IPage Page { get; private set; }

    /// <summary>The campaign; <see cref="PublishAsync"/> makes it.</summary>
    public string Slug { get; private set; } = "";

    /// <summary>Errors that the page threw or the browser wrote, refused requests aside: those are answers here.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    public ILocator Press => Page.Locator("#press");

    public static async Task<ClaimStage> SetAsync(MemberSite site, MemberView view, bool signedIn = true, bool scripts = true)
    {
        IBrowserContext context = signedIn ? await site.OpenSignedInAsync(view, scripts) : await site.OpenAsync(view, scripts);
        if (scripts)
        {
            await context.AddInitScriptAsync(WatchShifts);
        }

        ClaimStage stage = new(site, view, context, await context.NewPageAsync());
        stage.Listen(stage.Page);
        return stage;
    }

    public async Task PublishAsync(TestOffer? offer = null) => Slug = await Site.PublishAsync(offer);

    public Task GoAsync() => Page.GotoAsync($"/c/{Slug}");

    /// <summary>Publishes, and opens its page.</summary>
    public async Task OpenAsync(TestOffer? offer = null)
    {
        await PublishAsync(offer);
        await GoAsync();
    }

    public async Task<IPage> OpenTabAsync()
    {
        IPage page = await Context.NewPageAsync();
        Listen(page);
        return page;
    }

    /// <summary>From here on claims wait: nothing is recorded until <see cref="LetGoAsync"/>.</summary>
    public async Task HoldAsync() => _held.Add(await Site.HoldDatabaseAsync());

    public async Task LetGoAsync()
    {
        foreach (IAsyncDisposable held in _held)
        {
            await held.DisposeAsync();
        }

        _held.Clear();
    }

    /// <summary>Presses the button and waits for what comes of it.</summary>
    public async Task PressAsync(ClaimMoment until)
    {
        await ShowsAsync(ClaimMoment.Open, ClaimMoment.Reopened, ClaimMoment.Added);
        await Press.ClickAsync();
        await ShowsAsync(until);
    }

    public Task ShowsAsync(params ClaimMoment[] moments) => ShowsAsync(Page, TimeSpan.FromSeconds(30), moments);

    public static Task ShowsAsync(IPage page, TimeSpan within, params ClaimMoment[] moments) => page
        .Locator(string.Join(", ", moments.Select(moment => $"#claim[data-moment='{moment.Key()}']")))
        .WaitForAsync(new LocatorWaitForOptions { Timeout = (float)within.TotalMilliseconds });

    /// <summary>Answers the claim itself instead of the application.</summary>
    public Task AnswerClaimsAsync(Func<IRoute, Task> answer) => Context.RouteAsync(url => url.EndsWith("/claims", StringComparison.Ordinal), answer);

    public Task<string> CodeAsync() => Page.Locator("#code").InnerTextAsync();

    /// <summary>Waits until the coupon is in the database, told or not.</summary>
    public Task IsIssuedAsync() => Eventually.HoldsAsync(() => Site.IssuedAsync(Slug), issued => issued == 1, TimeSpan.FromSeconds(20));

    public async Task<double> ShiftedAsync() => await Page.EvaluateAsync<double>("() => window.shifted");

    public void AssertNothingToComplainAbout() => Assert.Empty(_complaints);

    public async ValueTask DisposeAsync()
    {
        await LetGoAsync();
        await Context.UnrouteAllAsync(new BrowserContextUnrouteAllOptions { Behavior = UnrouteBehavior.IgnoreErrors });
        await Context.DisposeAsync();
    }

    private void Listen(IPage page)
    {
        page.PageError += (_, error) => _complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                _complaints.Add(message.Text);
            }
        };
    }
}
