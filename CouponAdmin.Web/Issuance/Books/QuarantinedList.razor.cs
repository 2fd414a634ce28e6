using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Quarantine;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CouponAdmin.Web.Issuance.Books;

/// <summary>The claims that the database refused, each with its reason: stored again once the cause is mended, or given up.</summary>
public sealed partial class QuarantinedList : ComponentBase
{
    private IReadOnlyList<QuarantinedView>? _claims;

    [Inject] public required DecideQuarantined Quarantine { get; init; }
    [Inject] public required OperatorGate Gate { get; init; }
    [Inject] public required IDialogService Dialogs { get; init; }
    [Inject] public required ISnackbar Snackbar { get; init; }

    [Parameter, EditorRequired] public required CampaignView Campaign { get; set; }

    protected override Task OnInitializedAsync() => ReadAsync();

    private async Task ReadAsync() => _claims = (await Quarantine.PageAsync(Campaign.Slug, after: 0, DecideQuarantined.PageSizeMax, CancellationToken.None))?.Items ?? [];

    private async Task DecideAsync(QuarantinedView claim, bool isReplay)
    {
        string act = isReplay ? Say.In($"{claim.Member}의 신청 다시 저장", $"Store the claim of {claim.Member} again") : Say.In($"{claim.Member}의 신청 포기", $"Give up the claim of {claim.Member}");
        var parameters = new DialogParameters<ReasonDialog>
        {
            { x => x.Title, act },
            { x => x.ActText, act },
            { x => x.Text, isReplay
                ? Say.In("다음 발급 번호로 발급하고 회원에게 알립니다.", "It is issued with the next number, and the member is told.")
                : Say.In("쿠폰을 주지 않고 수량 한 개를 돌려놓습니다. 회원은 이 캠페인에서 다시 신청할 수 없습니다.", "No coupon is given and one unit goes on sale again. The member can't claim again in this campaign.") },
            { x => x.AsksForReason, !isReplay },
            { x => x.IsDangerous, !isReplay },
            { x => x.Act, reason => CarryOutAsync(claim, isReplay, reason) },
        };
        IDialogReference dialog = await Dialogs.ShowAsync<ReasonDialog>(title: null, parameters);
        await dialog.Result;
        await ReadAsync();
    }

    /// <summary>Null when it went through, otherwise the sentence to show.</summary>
    private async Task<string?> CarryOutAsync(QuarantinedView claim, bool isReplay, string? reason)
    {
        if (await Gate.EnterAsync() is not { } actor)
        {
            return OperatorGate.NotAllowed;
        }

        Result<IssuanceView> result = isReplay
            ? await Quarantine.ReplayAsync(Campaign.Slug, claim.Ticket, actor, CancellationToken.None)
            : await Quarantine.RefuseAsync(Campaign.Slug, claim.Ticket, reason, actor, CancellationToken.None);
        if (!result.TryGet(out IssuanceView? row, out Refusal? refusal))
        {
            return RefusalTexts.Of(refusal);
        }

        // Issued is issued whatever the store says; only a unit given up has to reach it.
        Snackbar.Tell(
            row.Number is { } number ? Say.In($"{number}번으로 발급했습니다.", $"Issued as number {number}.") : Say.In("포기하고 수량을 돌려놓았습니다.", "Given up; the unit is on sale again."),
            result.IsInForce || row.Number is not null);
        return null;
    }
}
