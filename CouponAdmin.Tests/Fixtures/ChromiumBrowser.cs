using Microsoft.Playwright;

namespace CouponAdmin.Tests.Fixtures;

/// <summary>The machine's own Chromium, driven by Playwright; a browser is never downloaded.</summary>
internal sealed class ChromiumBrowser : IAsyncDisposable
{
    private const float StepMilliseconds = 30_000;

    private static readonly SharedServer<ChromiumBrowser> OneForAll = new(StartAsync);

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private ChromiumBrowser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>One browser for the run; every test opens a context of its own, which shares no cookie with another.</summary>
    public static Task<ChromiumBrowser> SharedAsync() => OneForAll.GetAsync();

    public static async Task<ChromiumBrowser> StartAsync()
    {
        string program = InstalledPrograms.Chromium;
        Environment.SetEnvironmentVariable("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        IPlaywright playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(StepMilliseconds);
        IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program,
            Headless = true,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        });
        return new ChromiumBrowser(playwright, browser);
    }

    /// <param name="baseAddress">With it <c>page.GotoAsync("/c/spring")</c> is enough.</param>
    /// <param name="scripts">False: the page's own scripts don't run.</param>
    /// <param name="ownCertificate">The site shows a certificate of the tests' own.</param>
    public async Task<IBrowserContext> OpenAsync(
        Screen screen, string locale = "ko-KR", ColorScheme colors = ColorScheme.Light, Uri? baseAddress = null, bool scripts = true, bool ownCertificate = false)
    {
        bool phone = screen == Screen.Phone;
        IBrowserContext context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = baseAddress?.ToString(),
            ViewportSize = phone ? new ViewportSize { Width = 390, Height = 844 } : new ViewportSize { Width = 1280, Height = 800 },
            HasTouch = phone,
            IsMobile = phone,
            DeviceScaleFactor = phone ? 2 : 1,
            Locale = locale,
            TimezoneId = "Asia/Seoul",
            ColorScheme = colors,
            JavaScriptEnabled = scripts,
            IgnoreHTTPSErrors = ownCertificate,
        });
        context.SetDefaultTimeout(StepMilliseconds);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
