using System.Text.RegularExpressions;
using CouponAdmin.Core.Results;

namespace CouponAdmin.Core.Campaigns;

/// <summary>The rules of a campaign's fields: one place for the form and for the interface.</summary>
public static partial class CampaignDraftRules
{
    public const int SlugLengthMax = 64;
    public const int NameLengthMax = 100;
    public const int DescriptionLengthMax = 2_000;
    public const int EligibleTextLengthMax = 200;
    public const int QuantityMax = 10_000_000;

    /// <summary>The largest amount of a benefit, in the currency's smallest unit.</summary>
    public const long AmountMax = 10_000_000_000;

    /// <summary>The largest amount of an order, in the currency's smallest unit.</summary>
    public const long OrderAmountMax = 1_000_000_000_000;
    public const int CouponValidDaysMax = 3_650;
    public const int QueueTtlSecondsMax = 86_400;
    public const int ReasonLengthMax = 500;

    /// <summary>The latest moment that a window may name: far enough for any sale, near enough for every clock and database.</summary>
    public static readonly DateTimeOffset LatestMoment = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Checks every field and gives all broken rules at once, in the order of the form.</summary>
    public static IReadOnlyList<FieldProblem> Check(CampaignDraft draft, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return [.. SlugProblems(draft.Slug), .. NameProblems(draft), .. NumberProblems(draft), .. WindowProblems(draft, now), .. BenefitDraftRules.Check(draft.Benefit)];
    }

    /// <summary>Checks what may change of a published campaign: its texts, and the benefit that some of them stand in.</summary>
    internal static IReadOnlyList<FieldProblem> CheckTexts(CampaignDraft draft) => [.. NameProblems(draft), .. BenefitDraftRules.Check(draft.Benefit)];

    /// <summary>Whether a text can be an address.</summary>
    public static bool IsSlug(string? slug) => !SlugProblems(slug).Any();

    /// <summary>Checks a quantity by itself, as when it is changed in mid-sale.</summary>
    public static IEnumerable<FieldProblem> QuantityProblems(int? quantity) => InRange("quantity", quantity, 1, QuantityMax);

    /// <summary>Checks the reason that goes with a dangerous act.</summary>
    public static IEnumerable<FieldProblem> ReasonProblems(string? reason) => Text("reason", reason, ReasonLengthMax, required: true, lines: true);

    private static IEnumerable<FieldProblem> SlugProblems(string? slug)
    {
        if (string.IsNullOrWhiteSpace(slug))
        {
            yield return new FieldProblem("slug", FieldRule.Required);
        }
        else if (slug.Length > SlugLengthMax)
        {
            yield return new FieldProblem("slug", FieldRule.TooLong, Max: SlugLengthMax);
        }
        else if (!SlugPattern().IsMatch(slug))
        {
            yield return new FieldProblem("slug", FieldRule.NotASlug);
        }
    }

    private static IEnumerable<FieldProblem> NameProblems(CampaignDraft draft) =>
        Text("name", draft.Name, NameLengthMax, required: true, lines: false)
            .Concat(Text("description", draft.Description, DescriptionLengthMax, required: false, lines: true))
            .Concat(Text("eligibleText", draft.EligibleText, EligibleTextLengthMax, required: false, lines: false));

    private static IEnumerable<FieldProblem> NumberProblems(CampaignDraft draft)
    {
        IEnumerable<FieldProblem> ttl = draft.QueueTtlSeconds is null ? [] : InRange("queueTtlSeconds", draft.QueueTtlSeconds, 1, QueueTtlSecondsMax);
        IEnumerable<FieldProblem> policy = draft.QueueTtlPolicy is not { } given || Enum.IsDefined(given) ? [] : [new FieldProblem("queueTtlPolicy", FieldRule.UnknownValue)];
        return [.. QuantityProblems(draft.Quantity), .. InRange("couponValidDays", draft.CouponValidDays, 1, CouponValidDaysMax), .. ttl, .. policy];
    }

    private static IEnumerable<FieldProblem> WindowProblems(CampaignDraft draft, DateTimeOffset now)
    {
        if (draft.OpensAt is null)
        {
            yield return new FieldProblem("opensAt", FieldRule.Required);
        }
        else if (draft.OpensAt > LatestMoment || draft.OpensAt < DateTimeOffset.UnixEpoch)
        {
            yield return new FieldProblem("opensAt", FieldRule.OutOfRange);
        }

        if (draft.ClosesAt is null)
        {
            yield return new FieldProblem("closesAt", FieldRule.Required);
        }
        else if (draft.ClosesAt > LatestMoment)
        {
            yield return new FieldProblem("closesAt", FieldRule.OutOfRange);
        }
        else if (draft.ClosesAt <= draft.OpensAt)
        {
            yield return new FieldProblem("closesAt", FieldRule.AfterOpening);
        }
        else if (draft.ClosesAt <= now)
        {
            yield return new FieldProblem("closesAt", FieldRule.NotInThePast);
        }
    }

    internal static IEnumerable<FieldProblem> InRange(string field, long? value, long min, long max)
    {
        if (value is null)
        {
            yield return new FieldProblem(field, FieldRule.Required, min, max);
        }
        else if (value < min || value > max)
        {
            yield return new FieldProblem(field, FieldRule.OutOfRange, min, max);
        }
    }

    internal static IEnumerable<FieldProblem> Text(string field, string? text, int lengthMax, bool required, bool lines)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return required ? [new FieldProblem(field, FieldRule.Required, Max: lengthMax)] : [];
        }

        if (text.Length > lengthMax)
        {
            return [new FieldProblem(field, FieldRule.TooLong, Max: lengthMax)];
        }

        return WellFormedText.IsOk(text, lines) ? [] : [new FieldProblem(field, FieldRule.NotText)];
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SlugPattern();
}
