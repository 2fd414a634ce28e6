using CouponAdmin.Core.Redemptions;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Http.Description;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CouponAdmin.Web.Redemptions;

/// <summary>Why a coupon can't be used: as an answer to programs.</summary>
internal static class CouponFaults
{
    /// <summary>Every refusal of a coupon, for the interface's description.</summary>
    public static IEnumerable<RefusesWith> All => Enum.GetValues<CouponFault>().Select(fault => RefusesWith.Of(Of(new CouponCheck(false, fault))));

    // No default arm: a new fault does not compile until it has an answer here.
    public static ProblemHttpResult Of(CouponCheck check) => check.Reason!.Value switch
    {
        CouponFault.UnknownCoupon => Problems.Make(StatusCodes.Status404NotFound, "unknown-coupon", "There is no coupon with that code."),
        CouponFault.OtherMember => Conflict("other-member", "The coupon is another member's."),
        CouponFault.Revoked => Conflict("revoked", "The coupon was taken back."),
        CouponFault.AlreadyRedeemed => Conflict("already-redeemed", "The coupon was used already.", ("redeemedAt", check.RedeemedAt)),
        CouponFault.Expired => Conflict("expired", "The coupon's last moment is over.", ("validUntil", check.ValidUntil)),
        CouponFault.CurrencyMismatch => Conflict("currency-mismatch", "The coupon is for orders in another currency.", ("currency", check.Benefit?.Currency)),
        CouponFault.BelowMinimumOrder => Conflict("below-minimum-order", "The order is smaller than the coupon asks for.", ("minimumOrder", check.Benefit?.MinimumOrder)),
    };

    private static ProblemHttpResult Conflict(string code, string detail, params ReadOnlySpan<(string Name, object? Value)> more) =>
        Problems.Make(StatusCodes.Status409Conflict, code, detail, more);
}
