using Bunit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance.Draining;
using CouponAdmin.Core.Results;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Campaigns;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace CouponAdmin.Tests.Campaigns;

/// <summary>Two people change one campaign: whoever is second sees both values before anything is overwritten. And what a person is told while the store is away.</summary>
public sealed class MeanwhileTests : ComponentTest
{
    [Theory, InlineData("Save mine anyway", 120), InlineData("Take theirs", 500)]
    public async Task QuantityDialog_WhenAnotherQuantityWasSetMeanwhile_ShowsBothAndAsks(string choice, int quantity)
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis, quantity: 100);
        Services.AddSingleton(sale.First.Get<ChangeQuantity>());
        IRenderedComponent<MudDialogProvider> page = Render<MudDialogProvider>();
        CampaignView? shown = null;
        var parameters = new DialogParameters<QuantityDialog>
        {
            { x => x.Campaign, (await sale.First.Get<CampaignCatalogue>().FindAsync(sale.Slug, default))! },
            { x => x.Pulse, null },
            { x => x.OnChanged, EventCallback.Factory.Create<Result<CampaignView>>(this, result => shown = result.Value) },
            { x => x.OnTheirs, EventCallback.Factory.Create<CampaignView>(this, view => shown = view) },
        };
        await page.InvokeAsync(() => Services.GetRequiredService<IDialogService>().ShowAsync<QuantityDialog>(title: null, parameters));
        TestSale.Require(await sale.SetQuantityAsync(500));

        await page.Find("input").InputAsync(new() { Value = "120" });
        await page.Find("textarea").ChangeAsync(new() { Value = "twenty more" });
        await page.Find(".mud-button-filled").ClickAsync(new());

        await page.WaitForAssertionAsync(() => Assert.Equal(["Quantity", "120", "500"], page.FindAll(".meanwhile tbody td").Select(cell => cell.TextContent)));
        Assert.True(page.Find(".mud-button-filled").HasAttribute("disabled"));
        Assert.Equal(500, (await sale.RowAsync()).Quantity);
        await page.FindAll(".meanwhile-acts button").Single(b => b.TextContent.Trim() == choice).ClickAsync(new());

        await page.WaitForAssertionAsync(() => Assert.Equal(quantity, shown?.Quantity));
        Assert.Empty(page.FindAll(".mud-dialog"));
        Assert.Equal(quantity, (await sale.RowAsync()).Quantity);
    }

    [Theory, InlineData("Save mine anyway", "Mine"), InlineData("Take theirs", "Theirs")]
    public async Task Editor_WhenTheDraftWasSavedInAnotherTab_ShowsBothAndAsks(string choice, string name)
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis);
        CampaignDraft draft = new TestSaleOptions().Draft($"{sale.Slug[..20]}-draft", TimeProvider.System.GetUtcNow()) with { Name = "First" };
        CampaignView seen = TestSale.Require(await sale.First.Get<CreateCampaign>().ExecuteAsync(draft, TestSale.Operator, default));
        Services.AddSingleton(sale.First.Get<CampaignCatalogue>()).AddSingleton(sale.First.Get<CampaignSlugs>()).AddSingleton(sale.First.Get<DrainPace>())
            .AddSingleton(new CampaignSaving(sale.First.Get<CreateCampaign>(), sale.First.Get<EditCampaign>(), sale.First.Get<PublishCampaign>()));
        IRenderedComponent<CampaignEditor> editor = Render<CampaignEditor>(p => p.Add(e => e.Slug, seen.Slug));
        CampaignView theirs = TestSale.Require(await sale.First.Get<EditCampaign>().ExecuteAsync(seen.Slug, draft with { Name = "Theirs", Quantity = 500 }, TestSale.Operator, default));

        await NameOf(editor).InputAsync(new() { Value = "Mine" });
        await editor.Find("form").SubmitAsync();

        await editor.WaitForAssertionAsync(() => Assert.Equal(
            ["Name", "Mine", "Theirs", "Quantity", "10", "500"], editor.FindAll(".meanwhile tbody td").Select(cell => cell.TextContent)));
        Assert.Equal(theirs.Version, (await sale.First.Get<CampaignCatalogue>().FindAsync(seen.Slug, default))!.Version);
        await editor.FindAll(".meanwhile-acts button").Single(b => b.TextContent.Trim() == choice).ClickAsync(new());

        await editor.WaitForAssertionAsync(() => Assert.Empty(editor.FindAll(".meanwhile")));
        Assert.Equal(name, NameOf(editor).GetAttribute("value"));
        Assert.Equal(name, (await sale.First.Get<CampaignCatalogue>().FindAsync(seen.Slug, default))!.Name);
    }

    [Fact]
    public async Task CampaignActions_WhenTheStoreIsAway_SayThatTheActIsSaved()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { OwnStore = redis.ConnectionString });
        CampaignView paused = TestSale.Require(await sale.PauseAsync());
        Services.AddSingleton(new CampaignActs(null!, null!, null!, null!, sale.First.Get<ResumeCampaign>(), null!, null!)).AddSingleton(sale.First.Get<CampaignCatalogue>());
        IRenderedComponent<MudSnackbarProvider> told = Render<MudSnackbarProvider>();
        IRenderedComponent<CampaignActions> actions = Render<CampaignActions>(p => p
            .Add(a => a.Campaign, paused).Add(a => a.State, CampaignState.Paused).Add(a => a.Pulse, null).Add(a => a.OnChanged, _ => { }));
        await redis.KillAsync();

        await actions.FindComponents<MudButton>().Single(b => b.Find("button").TextContent.Trim() == "Resume").Find("button").ClickAsync(new());

        await told.WaitForAssertionAsync(
            () => Assert.Contains("Saved. The store does not answer now; this takes effect by itself", told.Markup, StringComparison.Ordinal), TimeSpan.FromSeconds(20));
        Assert.Empty(actions.FindAll("[role=alert]"));
        Assert.False((await sale.RowAsync()).IsPaused);
        await redis.StartAgainAsync();
    }

    private static AngleSharp.Dom.IElement NameOf(IRenderedComponent<CampaignEditor> editor) =>
        editor.FindAll("label").First(l => l.TextContent.Trim() == "Name").ParentElement!.QuerySelector("input")!;
}
