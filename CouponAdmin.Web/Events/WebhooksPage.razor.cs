using CouponAdmin.Core.Webhooks;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CouponAdmin.Web.Events;

/// <summary>The receivers that are told what happens.</summary>
public sealed partial class WebhooksPage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private readonly Dictionary<string, object?> _tableAttributes = new(StringComparer.Ordinal) { ["aria-label"] = Say.In("웹훅 목록", "Webhooks") };
    private IReadOnlyList<WebhookView>? _webhooks;

    [Inject] public required WebhookDirectory Directory { get; init; }
    [Inject] public required IDialogService Dialogs { get; init; }

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override Task OnInitializedAsync() => ReadAsync();

    private async Task ReadAsync() => _webhooks = await Directory.ListAsync(_leaving.Token);

    // It shows a secret and is closed by hand; whatever its end, the list may have changed.
    private async Task AskToCreateAsync()
    {
        IDialogReference dialog = await Dialogs.ShowAsync<CreateWebhookDialog>(title: null);
        await dialog.Result;
        await ReadAsync();
    }
}
