using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace CouponAdmin.Web.Issuance;

/// <summary>Asks why a coupon is taken back, and whether its unit goes on sale again.</summary>
public sealed partial class RevokeDialog : ComponentBase
{
    private bool _returnUnit;
    private string? _reason;
    private string? _reasonProblem;

    [Inject] public required RevokeCoupon Revoke { get; init; }
    [Inject] public required ISnackbar Snackbar { get; init; }
    [Inject] public required OperatorGate Gate { get; init; }

    [Parameter, EditorRequired] public required IssuanceView Coupon { get; set; }

    private async Task<string?> RevokeAsync()
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

        // Only an issued coupon has a number, and only issued coupons offer this dialog.
        int number = Coupon.Number ?? throw new InvalidOperationException("A claim without a number can't be revoked.");
        Result<IssuanceView> result = await Revoke.ExecuteAsync(Coupon.Campaign, number, _reason, _returnUnit, actor, CancellationToken.None);
        if (result.Refusal is { } refusal)
        {
            return RefusalTexts.Of(refusal);
        }

        if (!result.IsInForce)
        {
            Snackbar.Add(SavedTexts.NotInForceYet, Severity.Warning);
        }

        return null;
    }
}
