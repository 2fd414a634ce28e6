using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace CouponAdmin.Web.LookUp;

/// <summary>Asks why a member is kept from claiming, or let in again.</summary>
public sealed partial class DisableDialog : ComponentBase
{
    private string? _reason;
    private string? _reasonProblem;

    [Inject] public required DisableMember Use { get; init; }
    [Inject] public required OperatorGate Gate { get; init; }

    [Parameter, EditorRequired] public required string Member { get; set; }

    /// <summary>True: the dialog lets the member in again.</summary>
    [Parameter, EditorRequired] public required bool IsDisabled { get; set; }

    private string ActText => IsDisabled ? Say.In("정지 풀기", "Enable member") : Say.In("회원 정지", "Disable member");

    private async Task<string?> SwitchAsync()
    {
        _reasonProblem = CampaignDraftRules.ReasonProblems(_reason).Select(FieldProblemTexts.Of).FirstOrDefault();
        if (_reasonProblem is not null)
        {
            return RefusalTexts.Of(Refusal.Invalid([]));
        }

        if (await Gate.EnterAsync() is not { } actor)
        {
            return OperatorGate.NotAllowed;
        }

        Result<DisabledMember> result = IsDisabled
            ? await Use.EnableAsync(Member, _reason, actor, CancellationToken.None)
            : await Use.DisableAsync(Member, _reason, actor, CancellationToken.None);
        return result.TryGet(out _, out Refusal? refusal) ? null : RefusalTexts.Of(refusal);
    }
}
