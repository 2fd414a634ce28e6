using CouponAdmin.Core.Results;

namespace CouponAdmin.Core.Redemptions;

/// <summary>What became of a redemption that was asked for.</summary>
public abstract record RedemptionAnswer
{
    private RedemptionAnswer()
    {
    }

    /// <summary>The coupon is used for this order.</summary>
    /// <param name="Redemption">As it stands now: it may have been rolled back since.</param>
    /// <param name="IsRepeated">The same key had this answer before.</param>
    public sealed record Done(RedemptionView Redemption, bool IsRepeated) : RedemptionAnswer;

    /// <summary>The coupon can't be used; <see cref="CouponCheck.Reason"/> says why. Nothing is kept under the key.</summary>
    public sealed record Refused(CouponCheck Check) : RedemptionAnswer;

    /// <summary>The key has the answer to another question.</summary>
    public sealed record KeyReused : RedemptionAnswer;

    /// <summary>The question breaks rules.</summary>
    public sealed record Invalid(IReadOnlyList<FieldProblem> Problems) : RedemptionAnswer;
}
