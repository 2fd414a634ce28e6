using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Browser.Pages;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace CouponAdmin.Tests.Browser.Flows;

/// <summary>
/// From the repository to the console of a new site, as docs/first-steps.md tells it: the published package in Production with the settings of
/// deploy/systemd, on PostgreSQL and Redis, behind deploy/nginx. What <c>systemctl</c> would start is started by its own command.
/// </summary>
[Collection(MemberTests.Name)]
public sealed partial class FirstDeploymentTests
{
    private const string Folder = "deploy/systemd/";
    private const string Email = "boss@example.com";

    [Fact]
    public async Task Newcomer_WhoFollowsThePage_StandsInTheConsoleOfANewSite()
    {
        FirstSteps path = FirstSteps.Of("A first deployment");
        path.Take("Publish the package");
        string package = (await PublishedApp.SharedAsync()).Folder;

        path.Take("Write the settings");
        Dictionary<string, string> settings = await SettingsAsync();

        path.Take("Bring the schema");
        using TestDirectory folder = new("deployed");
        await ChildProcess.RunAsync(new ChildCommand(AppEnvironment.DotnetProgram, Path.Combine(package, "CouponAdmin.Web.dll"), "migrate")
        {
            Environment = AppEnvironment.Compose(settings, "Production", new Uri("http://127.0.0.1:1"), folder.Path),
            WorkingDirectory = package,
        });

        path.Take("Install the unit");
        AssertStartsThePackage(SourceTree.Read($"{Folder}couponadmin.service"));
        ConcurrentQueue<string> log = [];
        await using AppProcess app = await AppProcess.StartAsync(settings, "Production", package, log.Enqueue);
        await app.WaitUntilReadyAsync();

        path.Take("Put nginx in front");
        await using NginxServer nginx = await NginxServer.StartAsync(app.Address, app.Address, app.Address);

        ChromiumBrowser browser = await ChromiumBrowser.SharedAsync();
        await using IBrowserContext desk = await browser.OpenAsync(Screen.Desktop, "en-US", baseAddress: nginx.Address, ownCertificate: true);
        await FollowAsync(path, await desk.NewPageAsync(), log);
        path.End();
    }

    private static async Task FollowAsync(FirstSteps path, IPage page, ConcurrentQueue<string> log)
    {
        path.Take("Open the site");
        await page.GotoAsync("/admin");
        await page.ArrivesAtAsync("**/sign-in?*");
        await Accessibility.AssertAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Make the first administrator" }).ClickAsync();
        await page.ArrivesAtAsync("**/setup");

        path.Take("Make the first administrator");
        string code = log.Select(line => SetUpCode().Match(line)).First(match => match.Success).Groups["code"].Value;
        await page.GetByLabel("Set-up code").FillAsync(code);
        await page.GetByLabel("Email").FillAsync(Email);
        await page.GetByLabel("Password").FillAsync(MemberSite.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the administrator" }).ClickAsync();
        await page.ArrivesAtAsync("**/admin");

        path.Take("See that it is healthy");
        await CampaignConsole.IsAnsweringAsync(page);
        await Expect(page.Locator(".health-good")).ToHaveCountAsync(1);
        await Expect(page.Locator(".strip-bad")).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Create the first campaign" })).ToBeVisibleAsync();

        // The hint is for a new site alone.
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("/sign-in");
        await Expect(page.Locator("a[href='/setup']")).ToHaveCountAsync(0);
    }

    /// <summary>The example as a person fills it in: its last lines without the sign, with the servers' own values.</summary>
    private static async Task<Dictionary<string, string>> SettingsAsync()
    {
        Dictionary<string, string> filled = new(StringComparer.Ordinal)
        {
            ["ConnectionStrings__Database"] = await (await PostgreSqlServer.SharedAsync()).CreateDatabaseAsync(),
            ["ConnectionStrings__Redis"] = (await RedisServer.SharedAsync()).ConnectionString,
        };
        Dictionary<string, string> settings = Line().Matches(SourceTree.Read($"{Folder}couponadmin.env.example"))
            .Where(line => line.Groups["name"].Value.Contains("__", StringComparison.Ordinal))
            .ToDictionary(line => line.Groups["name"].Value, line => filled.GetValueOrDefault(line.Groups["name"].Value, line.Groups["value"].Value), StringComparer.Ordinal);
        Assert.Equal("PostgreSql", settings["Database__Provider"]);
        Assert.All(filled.Keys, name => Assert.Contains(name, settings.Keys));
        return settings;
    }

    private static void AssertStartsThePackage(string unit)
    {
        Assert.Contains("ExecStart=/usr/bin/dotnet /opt/couponadmin/CouponAdmin.Web.dll", unit, StringComparison.Ordinal);
        Assert.Contains("EnvironmentFile=/etc/couponadmin.env", unit, StringComparison.Ordinal);
    }

    [GeneratedRegex("^#?(?<name>[A-Za-z_]+)=(?<value>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Line();

    [GeneratedRegex("set-up code: (?<code>[0-9A-Z]{4}(-[0-9A-Z]{4}){3})", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex SetUpCode();
}
