using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.LookUp;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Issuance;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CouponAdmin.Web.LookUp;

/// <summary>One member: who, whether they may claim, and what they met in each campaign.</summary>
public sealed partial class MemberCard : ComponentBase
{
    [Inject] public required IDialogService Dialogs { get; init; }
    [Inject] public required ISnackbar Snackbar { get; init; }
    [Inject] public required EraseMember Erase { get; init; }
    [Inject] public required OperatorGate Gate { get; init; }

    [Parameter, EditorRequired] public required MemberHistory Member { get; set; }

    [Parameter, EditorRequired] public required bool SeesCodes { get; set; }

    /// <summary>Something was done: what is shown is old.</summary>
    [Parameter, EditorRequired] public required EventCallback OnChanged { get; set; }

    private async Task AskToSwitchAsync()
    {
        bool isDisabled = Member.Disabled is not null;
        var parameters = new DialogParameters<DisableDialog> { { x => x.Member, Member.Member }, { x => x.IsDisabled, isDisabled } };
        IDialogReference dialog = await Dialogs.ShowAsync<DisableDialog>(title: null, parameters);
        await FinishAsync(dialog, isDisabled ? Say.In("정지를 풀었습니다.", "The member is enabled.") : Say.In("회원을 정지했습니다.", "The member is disabled."));
    }

    private async Task AskToEraseAsync()
    {
        var parameters = new DialogParameters<ReasonDialog>
        {
            { x => x.Title, Say.In($"회원 {Member.Member} 자료 지우기", $"Erase member {Member.Member}") },
            {
                x => x.Text, Say.In(
                    "계정이 없어지고, 발급 이력과 거절 기록의 회원 ID는 알아볼 수 없는 이름으로 바뀝니다. 쿠폰과 숫자는 그대로입니다. 되돌릴 수 없습니다.",
                    "The account goes, and a made-up name takes the place of the member's id in history and refusals. Coupons and counts stay. This can't be undone.")
            },
            { x => x.ActText, Say.In("자료 지우기", "Erase the member") },
            { x => x.AsksForReason, true },
            { x => x.IsDangerous, true },
            { x => x.Act, EraseAsync },
        };
        await FinishAsync(await Dialogs.ShowAsync<ReasonDialog>(title: null, parameters), Say.In("회원의 자료를 지웠습니다.", "The member is erased."));
    }

    private async Task<string?> EraseAsync(string? reason) => await Gate.EnterAsync(Policies.Administer) is not { } actor
        ? OperatorGate.NotAllowed
        : (await Erase.ExecuteAsync(Member.Member, reason, actor, CancellationToken.None)).Refusal is { } refusal ? RefusalTexts.Of(refusal) : null;

    private async Task AskToRevokeAsync(IssuanceView coupon)
    {
        var parameters = new DialogParameters<RevokeDialog> { { x => x.Coupon, coupon } };
        IDialogReference dialog = await Dialogs.ShowAsync<RevokeDialog>(title: null, parameters);
        await FinishAsync(dialog, Say.In($"{coupon.Number}번 쿠폰을 회수했습니다.", $"Coupon {coupon.Number} is revoked."));
    }

    private async Task FinishAsync(IDialogReference dialog, string done)
    {
        if (await dialog.Result is { Canceled: false })
        {
            Snackbar.Add(done, Severity.Success);
            await OnChanged.InvokeAsync();
        }
    }
}
