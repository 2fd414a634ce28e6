using Bunit;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Shared;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using Xunit;

namespace CouponAdmin.Tests.Shared;

public sealed class ActDialogTests : ComponentTest
{
    [Fact]
    public async Task ActDialog_WhenPressedTwice_ActsOnceAndCloses()
    {
        using var goOn = new SemaphoreSlim(0);
        int acts = 0;
        IRenderedComponent<MudDialogProvider> page = await OpenAsync(async () =>
        {
            acts++;
            await goOn.WaitAsync();
            return null;
        });

        Task first = page.Find(".mud-button-filled").ClickAsync(new());
        Assert.All(page.FindAll(".mud-dialog-actions button"), b => Assert.True(b.HasAttribute("disabled")));
        // A second press that was already on its way when the button went grey.
        Task second = page.InvokeAsync(() => page.FindComponents<MudButton>()[^1].Instance.OnClick.InvokeAsync(new()));
        goOn.Release(acts);
        await first;
        await second;

        Assert.Equal(1, acts);
        await page.WaitForAssertionAsync(() => Assert.Empty(page.FindAll(".mud-dialog")));
    }

    [Fact]
    public async Task ActDialog_WhenRefused_StaysAndSaysWhy()
    {
        IRenderedComponent<MudDialogProvider> page = await OpenAsync(() => Task.FromResult<string?>("Not in this state."));
        await page.Find(".mud-button-filled").ClickAsync(new());
        Assert.Contains("Not in this state.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    private async Task<IRenderedComponent<MudDialogProvider>> OpenAsync(Func<Task<string?>> act)
    {
        IRenderedComponent<MudDialogProvider> page = Render<MudDialogProvider>();
        var parameters = new DialogParameters<ConfirmDialog>
        {
            { x => x.Title, "Close: Spring drop" },
            { x => x.Lines, ["27 waiting and 412 of 1,000 left at this moment."] },
            { x => x.ActText, "Close Spring drop" },
            { x => x.Act, act },
        };
        await page.InvokeAsync(() => Services.GetRequiredService<IDialogService>().ShowAsync<ConfirmDialog>(title: null, parameters));
        return page;
    }
}
