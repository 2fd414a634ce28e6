using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Webhooks;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CouponAdmin.Web.Events;

/// <summary>One webhook: how it stands, what may be done with it, and its deliveries with the receiver's answers.</summary>
public sealed partial class WebhookPage : ComponentBase, IDisposable
{
    private const int PageSize = 20;

    private readonly CancellationTokenSource _leaving = new();
    private readonly List<DeliveryView> _deliveries = [];
    private WebhookView? _webhook;
    private long? _next;
    private bool _isRead;
    private bool _isSending;

    [Inject] public required WebhookDirectory Directory { get; init; }
    [Inject] public required EditWebhook Edit { get; init; }
    [Inject] public required RotateWebhookSecret Rotate { get; init; }
    [Inject] public required TryWebhook Send { get; init; }
    [Inject] public required OperatorGate Gate { get; init; }
    [Inject] public required IDialogService Dialogs { get; init; }
    [Inject] public required ISnackbar Snackbar { get; init; }
    [Inject] public required NavigationManager Navigation { get; init; }

    [Parameter] public required string WebhookId { get; set; }

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    protected override Task OnParametersSetAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        _webhook = await Directory.FindAsync(WebhookId, _leaving.Token);
        _deliveries.Clear();
        await ReadMoreAsync(before: null);
        _isRead = true;
    }

    private Task ReadMoreAsync() => ReadMoreAsync(_next);

    private async Task ReadMoreAsync(long? before)
    {
        DeliveryPage? page = await Directory.DeliveriesAsync(WebhookId, before, PageSize, _leaving.Token);
        _deliveries.AddRange(page?.Items ?? []);
        _next = page?.Next;
    }

    private Task TestAsync() => SendAsync(actor => Send.TestAsync(WebhookId, actor, CancellationToken.None));

    private Task SendAgainAsync(DeliveryView delivery) => SendAsync(actor => Send.AgainAsync(WebhookId, delivery.Id, actor, CancellationToken.None));

    private async Task SendAsync(Func<Actor, Task<Result<DeliveryView>>> send)
    {
        if (_isSending)
        {
            return;
        }

        _isSending = true;
        try
        {
            string? problem = await WebhookAct.CarryOutAsync(Gate, send, Tell);
            if (problem is not null)
            {
                Snackbar.Add(problem, Severity.Error);
            }

            await ReadAsync();
        }
        finally
        {
            _isSending = false;
        }
    }

    private void Tell(DeliveryView sent) => Snackbar.Add(
        sent.Status is { } status ? $"{WebhookTexts.Word(sent.Outcome)} (HTTP {status})" : WebhookTexts.Word(sent.Outcome),
        sent.Outcome == DeliveryOutcome.Accepted ? Severity.Success : Severity.Error);

    private Task AskToEditAsync() => AskAsync<EditWebhookDialog>(new DialogParameters<EditWebhookDialog> { { x => x.Webhook, _webhook } });

    private Task AskToEnableAsync() => AskAsync<EnableWebhookDialog>(new DialogParameters<EnableWebhookDialog> { { x => x.Webhook, _webhook } });

    private Task AskToRotateAsync() => AskAsync<RotateSigningDialog>(new DialogParameters<RotateSigningDialog> { { x => x.Webhook, _webhook } });

    private Task AskToDisableAsync() => ConfirmAsync(
        Say.In($"{_webhook!.Name}: 끄기", $"Switch {_webhook.Name} off"),
        Say.In("다시 켤 때까지 보내지 않습니다. 그동안 일어난 일은 켤 때 이어서 보낼 수 있습니다.", "Nothing is delivered until it is switched on. What happens meanwhile can be delivered then."),
        Say.In("끄기", "Switch off"), actor => Edit.DisableAsync(WebhookId, actor, CancellationToken.None));

    private Task AskToDropAsync() => ConfirmAsync(
        Say.In($"{_webhook!.Name}: 이전 서명 키 버리기", $"Drop the old secret of {_webhook.Name}"),
        Say.In("이제부터 새 키로만 서명합니다. 아직 이전 키로 확인하는 프로그램은 더 받지 못합니다.", "From now on deliveries are signed with the new secret alone. A receiver that still checks with the old one refuses them."),
        Say.In("이전 서명 키 버리기", "Drop the old secret"), actor => Rotate.DropOldAsync(WebhookId, actor, CancellationToken.None));

    private async Task AskToDeleteAsync()
    {
        WebhookSeen seen = WebhookSeen.In(_webhook!);
        await ConfirmAsync(
            Say.In($"{_webhook!.Name}: 지우기", $"Delete {_webhook.Name}"),
            Say.In("보내지 못한 이벤트와 전송 기록을 모두 버립니다. 되돌릴 수 없습니다.", "Its place among the events and its deliveries are gone. This can't be undone."),
            Say.In("웹훅 지우기", "Delete the webhook"), actor => Edit.DeleteAsync(seen, actor, CancellationToken.None));
        if (_webhook is null)
        {
            Navigation.NavigateTo(EventRoutes.Console);
        }
    }

    private Task ConfirmAsync(string title, string line, string act, Func<Actor, Task<Result<WebhookView>>> carryOut) => AskAsync<ConfirmDialog>(new DialogParameters<ConfirmDialog>
    {
        { x => x.Title, title },
        { x => x.Lines, [line] },
        { x => x.ActText, act },
        { x => x.IsDangerous, true },
        { x => x.Act, () => WebhookAct.CarryOutAsync(Gate, carryOut) },
    });

    private async Task AskAsync<TDialog>(DialogParameters parameters)
        where TDialog : IComponent
    {
        IDialogReference dialog = await Dialogs.ShowAsync<TDialog>(title: null, parameters);
        await dialog.Result;
        await ReadAsync();
    }
}
