using Bunit;
using CouponAdmin.Core.Webhooks;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Events;
using CouponAdmin.Web.Http;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace CouponAdmin.Tests.Events;

/// <summary>Two administrators change one webhook: whoever is second sees both values before anything is overwritten.</summary>
public sealed class EditWebhookDialogTests : ComponentTest
{
    private const string Theirs = "https://shop.example/theirs";
    private const string Mine = "https://shop.example/mine";

    [Theory, InlineData("Save mine anyway", Mine), InlineData("Take theirs", Theirs)]
    public async Task Dialog_WhenTheWebhookWasChangedMeanwhile_ShowsBothAndAsks(string choice, string kept)
    {
        ActAs(Policies.Read, Policies.Operate, Policies.Administer);
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis);
        EditWebhook edit = sale.First.Get<EditWebhook>();
        Services.AddSingleton(edit);
        WebhookView seen = TestSale.Require(await sale.First.Get<CreateWebhook>().ExecuteAsync(new WebhookDraft("Shop", "https://shop.example/first", []), TestSale.Operator, default)).Webhook;
        IRenderedComponent<MudDialogProvider> page = Render<MudDialogProvider>();
        await page.InvokeAsync(() => Services.GetRequiredService<IDialogService>()
            .ShowAsync<EditWebhookDialog>(title: null, new DialogParameters<EditWebhookDialog> { { x => x.Webhook, seen } }));
        TestSale.Require(await edit.ExecuteAsync(seen.Id, new WebhookDraft("Shop", Theirs, ["coupon.issued"]), TestSale.Operator, default));

        await page.Find("input[type=url]").ChangeAsync(new() { Value = Mine });
        await page.Find(".mud-button-filled").ClickAsync(new());

        await page.WaitForAssertionAsync(() => Assert.Equal(
            ["Address", Mine, Theirs, "Kinds of events", "all", "coupon.issued"], page.FindAll(".meanwhile tbody td").Select(cell => cell.TextContent.Trim())));
        Assert.True(page.Find(".mud-button-filled").HasAttribute("disabled"));
        Assert.Equal(Theirs, await UrlAsync());
        await page.FindAll(".meanwhile-acts button").Single(b => b.TextContent.Trim() == choice).ClickAsync(new());

        await page.WaitForAssertionAsync(() => Assert.Empty(page.FindAll(".mud-dialog")));
        Assert.Equal(kept, await UrlAsync());

        async Task<string> UrlAsync() => (await sale.First.Get<WebhookDirectory>().FindAsync(seen.Id, default))!.Url;
    }
}
