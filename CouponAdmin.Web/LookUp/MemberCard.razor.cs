using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.LookUp;
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
