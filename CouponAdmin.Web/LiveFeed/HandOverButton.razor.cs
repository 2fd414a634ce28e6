using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Issuance.Draining;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CouponAdmin.Web.LiveFeed;

/// <summary>Gives a campaign's draining to another instance.</summary>
public sealed partial class HandOverButton : ComponentBase
{
    private bool _isBusy;
    private string? _refusal;

    [Inject] public required HandOverDrain HandOver { get; init; }
    [Inject] public required OperatorGate Gate { get; init; }
    [Inject] public required ISnackbar Snackbar { get; init; }

    [Parameter, EditorRequired] public required string Slug { get; set; }

    /// <summary>Who drains; null: nobody at this moment.</summary>
    [Parameter, EditorRequired] public required string? Drainer { get; set; }

    private async Task PressAsync()
    {
        (_isBusy, _refusal) = (true, null);
        try
        {
            if (await Gate.EnterAsync() is not { } actor)
            {
                _refusal = OperatorGate.NotAllowed;
            }
            else if ((await HandOver.ExecuteAsync(Slug, actor, CancellationToken.None)).TryGet(out DrainHandedOver? done, out Refusal? refusal))
            {
                Snackbar.Add(
                    Say.In($"{done.From}에서 넘겼습니다. 대기가 있으면 다른 인스턴스가 이어서 저장합니다.", $"Taken from {done.From}. Another instance goes on as soon as a claim waits."),
                    Severity.Success);
            }
            else
            {
                _refusal = refusal.Kind == RefusalKind.WrongState
                    ? Say.In("지금은 저장 담당이 없습니다.", "Nobody drains at this moment.")
                    : RefusalTexts.Of(refusal);
            }
        }
        finally
        {
            _isBusy = false;
        }
    }
}
