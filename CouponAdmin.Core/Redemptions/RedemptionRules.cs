using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Idempotency;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Results;

namespace CouponAdmin.Core.Redemptions;

/// <summary>The rules of what a checkout sends; fields are named as in the interface.</summary>
public static class RedemptionRules
{
    public const int OrderIdLengthMax = 128;

    /// <summary>Longer texts than any code with what people put between its symbols.</summary>
    public const int CodeLengthMax = 128;

    /// <summary>All broken rules of a redemption at once.</summary>
    public static IReadOnlyList<FieldProblem> Check(string? key, RedemptionOrder order) =>
    [
        .. IdempotencyRules.Check(key),
        .. CampaignDraftRules.Text("code", order.Code, CodeLengthMax, required: true, lines: false),
        .. CampaignDraftRules.Text("orderId", order.OrderId, OrderIdLengthMax, required: true, lines: false),
        .. MemberProblems(order.MemberId),
        .. CampaignDraftRules.InRange("orderAmount", order.OrderAmount, 0, CampaignDraftRules.OrderAmountMax),
        .. CurrencyProblems(order.Currency),
    ];

    /// <summary>The same for a question: amount and currency may both be left out, as when somebody only wants to see what a coupon is.</summary>
    public static IReadOnlyList<FieldProblem> CheckQuestion(RedemptionOrder order)
    {
        bool asksOfAnOrder = order.OrderAmount is not null || order.Currency is not null;
        return
        [
            .. MemberProblems(order.MemberId),
            .. asksOfAnOrder ? CampaignDraftRules.InRange("orderAmount", order.OrderAmount, 0, CampaignDraftRules.OrderAmountMax) : [],
            .. asksOfAnOrder ? CurrencyProblems(order.Currency) : [],
        ];
    }

    /// <summary>Why a coupon is given back: may be left out.</summary>
    public static IReadOnlyList<FieldProblem> CheckReason(string? reason) =>
        [.. CampaignDraftRules.Text("reason", reason, CampaignDraftRules.ReasonLengthMax, required: false, lines: true)];

    private static IEnumerable<FieldProblem> MemberProblems(string? member) =>
        member is null || MemberId.IsValid(member) ? [] : [new FieldProblem("memberId", FieldRule.NotText)];

    private static IEnumerable<FieldProblem> CurrencyProblems(string? currency) =>
        Currencies.IsKnown(currency) ? [] : [new FieldProblem("currency", FieldRule.CurrencyNeeded)];
}
