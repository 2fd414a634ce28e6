using System.Globalization;
using System.Text.RegularExpressions;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Playwright;

namespace CouponAdmin.Tests.Browser.Pages;

/// <summary>An operator's pages of one campaign, in English.</summary>
internal sealed class CampaignConsole(IPage page)
{
    /// <summary>The page is drawn before its circuit is there, and until then a press does nothing. Only a circuit marks the elements that it has hold of.</summary>
    public static async Task IsAnsweringAsync(IPage page) => await page.WaitForFunctionAsync(
        "() => [...document.querySelectorAll('header button')].some(b => b.getAttributeNames().some(name => name.startsWith('_bl_')))",
        null, new PageWaitForFunctionOptions { Timeout = 30_000 });

    public ILocator Main => page.Locator("main");

    /// <summary>The value of a figure by its label, such as <c>Issued</c>.</summary>
    public ILocator Figure(string label) =>
        page.Locator("main .figure").Filter(new() { Has = page.Locator("dt").GetByText(label, new() { Exact = true }) }).Locator("dd").First;

    /// <summary>Fills the form of a campaign whose window has begun, and makes a draft of it.</summary>
    public async Task CreateDraftAsync(string name, string slug, int quantity)
    {
        await page.GotoAsync("/admin/campaigns/new");
        await FillDraftAsync(name, slug, quantity);
    }

    /// <summary>The same on the form that is open.</summary>
    public async Task FillDraftAsync(string name, string slug, int quantity)
    {
        DateTimeOffset seoul = TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(9));
        await FillAsync("Name", name);
        await FillAsync("Address", slug);
        await FillAsync("Quantity", quantity.ToString(CultureInfo.InvariantCulture));
        await FillAsync("Opens", Local(seoul.AddMinutes(-5)));
        await FillAsync("Closes", Local(seoul.AddHours(2)));
        await page.GetByRole(AriaRole.Button, new() { Name = "Create draft" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex($"/admin/campaigns/{slug}"));
    }

    /// <summary>Presses an act that asks first, and the act's own name in the dialog.</summary>
    public async Task ConfirmAsync(string act)
    {
        await page.Locator("main .acts").GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^{act}") }).ClickAsync();
        ILocator dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^{act}") }).ClickAsync();
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
    }

    public async Task WarmAsync()
    {
        await page.Locator("main .acts").GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Warm") }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Cache and database agree" })).ToBeVisibleAsync();
    }

    /// <summary>Presses an act that asks for a reason, gives it, and presses the act's own name in the dialog, which then closes.</summary>
    /// <param name="fill">What else the dialog is told, before the reason.</param>
    public async Task ActAsync(string act, string reason, Func<ILocator, Task>? fill = null)
    {
        ILocator dialog = page.GetByRole(AriaRole.Dialog);

        await Main.GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^{act}") }).First.ClickAsync();
        await (fill?.Invoke(dialog) ?? Task.CompletedTask);
        ILocator why = dialog.Locator("textarea").First;
        await why.FillAsync(reason);
        await why.BlurAsync();
        await dialog.GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^{act.Split(' ')[0]}") }).ClickAsync();
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
    }

    /// <summary>Looks a member up until the page says <paramref name="text"/>: a refusal is written behind its answer, within a second it is there for whoever looks again.</summary>
    public Task<string> FindAsync(string member, string text) => Eventually.HoldsAsync(
        async () =>
        {
            await page.GotoAsync($"/admin/claims?q={member}");
            await Assertions.Expect(page.Locator(".member h2").First).ToBeVisibleAsync();
            return await Main.InnerTextAsync();
        },
        shown => shown.Contains(text, StringComparison.Ordinal));

    public Task OpenTabAsync(string tab) => page.GetByRole(AriaRole.Navigation, new() { Name = "Campaign views" }).GetByText(tab, new() { Exact = true }).ClickAsync();

    /// <summary>Downloads the whole history and reads the file.</summary>
    public async Task<string> DownloadCsvAsync()
    {
        IDownload download = await page.RunAndWaitForDownloadAsync(() => page.GetByText("CSV").First.ClickAsync());
        return await File.ReadAllTextAsync(await download.PathAsync());
    }

    // The fields are disabled until the circuit is there, and filling waits for that.
    private async Task FillAsync(string label, string value)
    {
        ILocator field = page.GetByLabel(label, new() { Exact = true });
        await field.FillAsync(value);
        await field.BlurAsync();
    }

    private static string Local(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
}
