using Bunit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Results;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Campaigns;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using Xunit;

namespace CouponAdmin.Tests.Campaigns;

public sealed class CloseDialogTests : ComponentTest
{
    [Fact]
    public async Task CloseDialog_WhenNoReasonIsGiven_ClosesNothing()
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis);
        Services.AddSingleton(new CampaignActs(null!, null!, null!, null!, null!, null!, sale.First.Get<CloseCampaign>()));
        CampaignView? changed = null;
        IRenderedComponent<MudDialogProvider> page = Render<MudDialogProvider>();
        var parameters = new DialogParameters<CloseDialog>
        {
            { x => x.Campaign, TestCampaigns.View() with { Slug = sale.Slug } },
            { x => x.Pulse, TestCampaigns.Pulse() },
            { x => x.OnChanged, EventCallback.Factory.Create<Result<CampaignView>>(this, result => changed = result.Value) },
        };
        await page.InvokeAsync(() => Services.GetRequiredService<IDialogService>().ShowAsync<CloseDialog>(title: null, parameters));
        Assert.Contains("27 waiting, 412 of 1,000 left", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Waiting claims will still be issued", page.Markup, StringComparison.Ordinal);

        await page.Find(".mud-button-filled").ClickAsync(new());
        Assert.False((await sale.RowAsync()).IsClosed);
        Assert.NotEmpty(page.FindAll("[role=alert]"));

        await page.Find("textarea").InputAsync(new() { Value = "wrong price" });
        await page.Find(".mud-button-filled").ClickAsync(new());
        await page.WaitForAssertionAsync(() => Assert.Equal(CampaignState.Closed, changed?.State));
        await using var db = await sale.First.OpenDatabaseAsync();
        Assert.Equal("wrong price", db.Set<Core.Audit.AuditEntry>().Single(a => a.Subject == sale.Slug && a.Action == "close-campaign").Reason);
    }
}
