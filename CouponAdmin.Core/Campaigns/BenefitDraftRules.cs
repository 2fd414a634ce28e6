using CouponAdmin.Core.Results;

namespace CouponAdmin.Core.Campaigns;

/// <summary>The rules of what a coupon is worth; fields are named as in the interface.</summary>
public static class BenefitDraftRules
{
    public const int TextLengthMax = 200;
    public const int TermsLengthMax = 2_000;

    private const string Kind = "benefit.kind";
    private const string Value = "benefit.value";
    private const string Currency = "benefit.currency";
    private const string Maximum = "benefit.maximum";
    private const string MinimumOrder = "benefit.minimumOrder";
    private const string TextField = "benefit.text";

    /// <summary>All broken rules at once, in the order of the form.</summary>
    public static IReadOnlyList<FieldProblem> Check(BenefitDraft? benefit) => benefit?.Kind is not { } kind
        ? [new FieldProblem(Kind, FieldRule.Required)]
        : [.. KindProblems(kind, benefit), .. AmountProblems(benefit), .. TermsProblems(benefit)];

    /// <summary>A currency is asked for where an amount stands.</summary>
    internal static bool NeedsCurrency(BenefitDraft benefit) => benefit.Kind == BenefitKind.Amount || benefit.Maximum is not null || benefit.MinimumOrder is not null;

    // What a kind has no use for is refused, not left out in silence: whoever sends it means something by it.
    private static IEnumerable<FieldProblem> KindProblems(BenefitKind kind, BenefitDraft benefit) => kind switch
    {
        BenefitKind.Percent => [.. CampaignDraftRules.InRange(Value, benefit.Value, 1, 100), .. Unused(TextField, benefit.Text)],
        BenefitKind.Amount => [.. CampaignDraftRules.InRange(Value, benefit.Value, 1, CampaignDraftRules.AmountMax), .. Unused(Maximum, benefit.Maximum), .. Unused(TextField, benefit.Text)],
        BenefitKind.FreeText =>
        [
            .. CampaignDraftRules.Text(TextField, benefit.Text, TextLengthMax, required: true, lines: false), .. Unused(Value, benefit.Value), .. Unused(Maximum, benefit.Maximum),
        ],
        _ => [new FieldProblem(Kind, FieldRule.UnknownValue)],
    };

    private static IEnumerable<FieldProblem> AmountProblems(BenefitDraft benefit)
    {
        IEnumerable<FieldProblem> maximum = benefit is { Kind: BenefitKind.Percent, Maximum: { } most } ? CampaignDraftRules.InRange(Maximum, most, 1, CampaignDraftRules.AmountMax) : [];
        IEnumerable<FieldProblem> minimum = benefit.MinimumOrder is { } least ? CampaignDraftRules.InRange(MinimumOrder, least, 1, CampaignDraftRules.OrderAmountMax) : [];
        IEnumerable<FieldProblem> currency = NeedsCurrency(benefit) && !Currencies.IsKnown(benefit.Currency) ? [new FieldProblem(Currency, FieldRule.CurrencyNeeded)] : [];
        return [.. maximum, .. minimum, .. currency];
    }

    private static IEnumerable<FieldProblem> TermsProblems(BenefitDraft benefit) =>
        CampaignDraftRules.Text("benefit.terms", benefit.Terms, TermsLengthMax, required: false, lines: true);

    private static IEnumerable<FieldProblem> Unused(string field, object? value) => value is null ? [] : [new FieldProblem(field, FieldRule.NotOfThisKind)];
}
