using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Results;

namespace CouponAdmin.Tests.Campaigns;

/// <summary>Each field's rule, at its edges.</summary>
public sealed class CampaignDraftRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, string, FieldRule> Broken => new()
    {
        { "no slug", "slug", FieldRule.Required },
        { "long slug", "slug", FieldRule.TooLong },
        { "capital slug", "slug", FieldRule.NotASlug },
        { "double hyphen", "slug", FieldRule.NotASlug },
        { "no name", "name", FieldRule.Required },
        { "long name", "name", FieldRule.TooLong },
        { "name with a line break", "name", FieldRule.NotText },
        { "half a character", "name", FieldRule.NotText },
        { "long description", "description", FieldRule.TooLong },
        { "no quantity", "quantity", FieldRule.Required },
        { "quantity 0", "quantity", FieldRule.OutOfRange },
        { "too many", "quantity", FieldRule.OutOfRange },
        { "no days", "couponValidDays", FieldRule.Required },
        { "too many days", "couponValidDays", FieldRule.OutOfRange },
        { "no opening", "opensAt", FieldRule.Required },
        { "opening too far", "opensAt", FieldRule.OutOfRange },
        { "no closing", "closesAt", FieldRule.Required },
        { "closing at the opening", "closesAt", FieldRule.AfterOpening },
        { "closing now", "closesAt", FieldRule.NotInThePast },
        { "no benefit", "benefit.kind", FieldRule.Required },
        { "unknown benefit", "benefit.kind", FieldRule.UnknownValue },
        { "101 percent", "benefit.value", FieldRule.OutOfRange },
        { "no value", "benefit.value", FieldRule.Required },
        { "amount without currency", "benefit.currency", FieldRule.CurrencyNeeded },
        { "currency in small letters", "benefit.currency", FieldRule.CurrencyNeeded },
        { "a currency that nobody has", "benefit.currency", FieldRule.CurrencyNeeded },
        { "amount too large", "benefit.value", FieldRule.OutOfRange },
        { "maximum without currency", "benefit.currency", FieldRule.CurrencyNeeded },
        { "maximum 0", "benefit.maximum", FieldRule.OutOfRange },
        { "maximum of an amount", "benefit.maximum", FieldRule.NotOfThisKind },
        { "minimum order 0", "benefit.minimumOrder", FieldRule.OutOfRange },
        { "minimum order too large", "benefit.minimumOrder", FieldRule.OutOfRange },
        { "minimum order without currency", "benefit.currency", FieldRule.CurrencyNeeded },
        { "free text without text", "benefit.text", FieldRule.Required },
        { "free text too long", "benefit.text", FieldRule.TooLong },
        { "free text with a value", "benefit.value", FieldRule.NotOfThisKind },
        { "text of a percentage", "benefit.text", FieldRule.NotOfThisKind },
        { "terms too long", "benefit.terms", FieldRule.TooLong },
        { "terms with a control character", "benefit.terms", FieldRule.NotText },
        { "no time to live", "queueTtlSeconds", FieldRule.OutOfRange },
        { "unknown policy", "queueTtlPolicy", FieldRule.UnknownValue },
    };

    [Theory, MemberData(nameof(Broken))]
    public void Check_WhenOneFieldIsWrong_NamesItAndItsRule(string which, string field, FieldRule rule)
    {
        FieldProblem problem = Assert.Single(CampaignDraftRules.Check(Break(which), Now));
        Assert.Equal((field, rule), (problem.Field, problem.Rule));
    }

    [Fact]
    public void Check_WhenEveryFieldIsAtItsLimit_FindsNothing()
    {
        CampaignDraft draft = Good() with
        {
            Slug = new string('a', CampaignDraftRules.SlugLengthMax),
            Name = new string('가', CampaignDraftRules.NameLengthMax),
            Description = "a\nb\tc" + new string('d', CampaignDraftRules.DescriptionLengthMax - 5),
            Quantity = CampaignDraftRules.QuantityMax,
            ClosesAt = CampaignDraftRules.LatestMoment,
            CouponValidDays = CampaignDraftRules.CouponValidDaysMax,
            QueueTtlSeconds = CampaignDraftRules.QueueTtlSecondsMax,
            Benefit = new BenefitDraft { Kind = BenefitKind.Amount, Value = CampaignDraftRules.AmountMax, Currency = "KRW", MinimumOrder = CampaignDraftRules.OrderAmountMax, Terms = new string('t', BenefitDraftRules.TermsLengthMax) },
        };
        Assert.Empty(CampaignDraftRules.Check(draft, Now));
    }

    [Fact]
    public void Check_WhenEverythingIsMissing_NamesAllAtOnce() => Assert.Equal(
        ["slug", "name", "quantity", "couponValidDays", "opensAt", "closesAt", "benefit.kind"],
        CampaignDraftRules.Check(new CampaignDraft(), Now).Select(p => p.Field));

    private static CampaignDraft Good() => new()
    {
        Slug = "spring-sale-1",
        Name = "봄",
        Quantity = 1,
        OpensAt = Now - TimeSpan.FromDays(1),
        ClosesAt = Now + TimeSpan.FromTicks(1),
        Benefit = new BenefitDraft { Kind = BenefitKind.Percent, Value = 100 },
        CouponValidDays = 1,
    };

    private static BenefitDraft Ten() => new() { Kind = BenefitKind.Percent, Value = 10 };

    private static CampaignDraft Worth(BenefitKind kind, long value, string? currency) => Good() with { Benefit = new BenefitDraft { Kind = kind, Value = value, Currency = currency } };

    private static CampaignDraft Break(string which) => which switch
    {
        "no slug" => Good() with { Slug = " " },
        "long slug" => Good() with { Slug = new string('a', CampaignDraftRules.SlugLengthMax + 1) },
        "capital slug" => Good() with { Slug = "Spring" },
        "double hyphen" => Good() with { Slug = "a--b" },
        "no name" => Good() with { Name = null },
        "long name" => Good() with { Name = new string('a', CampaignDraftRules.NameLengthMax + 1) },
        "name with a line break" => Good() with { Name = "a\nb" },
        "half a character" => Good() with { Name = "a\ud800" },
        "long description" => Good() with { Description = new string('a', CampaignDraftRules.DescriptionLengthMax + 1) },
        "no quantity" => Good() with { Quantity = null },
        "quantity 0" => Good() with { Quantity = 0 },
        "too many" => Good() with { Quantity = CampaignDraftRules.QuantityMax + 1 },
        "no days" => Good() with { CouponValidDays = null },
        "too many days" => Good() with { CouponValidDays = CampaignDraftRules.CouponValidDaysMax + 1 },
        "no opening" => Good() with { OpensAt = null },
        "opening too far" => Good() with { OpensAt = DateTimeOffset.UnixEpoch - TimeSpan.FromTicks(1) },
        "no closing" => Good() with { ClosesAt = null },
        "closing at the opening" => Good() with { OpensAt = Now + TimeSpan.FromDays(1), ClosesAt = Now + TimeSpan.FromDays(1) },
        "closing now" => Good() with { ClosesAt = Now },
        "no benefit" => Good() with { Benefit = null },
        "unknown benefit" => Good() with { Benefit = new BenefitDraft { Kind = (BenefitKind)9, Value = 1 } },
        "101 percent" => Good() with { Benefit = new BenefitDraft { Kind = BenefitKind.Percent, Value = 101 } },
        "no value" => Good() with { Benefit = new BenefitDraft { Kind = BenefitKind.Percent } },
        "amount without currency" => Good() with { Benefit = new BenefitDraft { Kind = BenefitKind.Amount, Value = 1 } },
        "currency in small letters" => Good() with { Benefit = new BenefitDraft { Kind = BenefitKind.Amount, Value = 1, Currency = "krw" } },
        "a currency that nobody has" => Worth(BenefitKind.Amount, 1, "ABC"),
        "amount too large" => Worth(BenefitKind.Amount, CampaignDraftRules.AmountMax + 1, "USD"),
        "maximum without currency" => Good() with { Benefit = Ten() with { Maximum = 1 } },
        "maximum 0" => Good() with { Benefit = Ten() with { Maximum = 0, Currency = "KRW" } },
        "maximum of an amount" => Good() with { Benefit = new BenefitDraft { Kind = BenefitKind.Amount, Value = 1, Currency = "KRW", Maximum = 1 } },
        "minimum order 0" => Good() with { Benefit = Ten() with { MinimumOrder = 0, Currency = "KRW" } },
        "minimum order too large" => Good() with { Benefit = Ten() with { MinimumOrder = CampaignDraftRules.OrderAmountMax + 1, Currency = "KRW" } },
        "minimum order without currency" => Good() with { Benefit = Ten() with { MinimumOrder = 1 } },
        "free text without text" => Good() with { Benefit = new BenefitDraft { Kind = BenefitKind.FreeText } },
        "free text too long" => Good() with { Benefit = new BenefitDraft { Kind = BenefitKind.FreeText, Text = new string('a', BenefitDraftRules.TextLengthMax + 1) } },
        "free text with a value" => Good() with { Benefit = new BenefitDraft { Kind = BenefitKind.FreeText, Text = "a bag", Value = 1 } },
        "text of a percentage" => Good() with { Benefit = Ten() with { Text = "a bag" } },
        "terms too long" => Good() with { Benefit = Ten() with { Terms = new string('a', BenefitDraftRules.TermsLengthMax + 1) } },
        "terms with a control character" => Good() with { Benefit = Ten() with { Terms = "a\u0000" } },
        "no time to live" => Good() with { QueueTtlSeconds = 0 },
        "unknown policy" => Good() with { QueueTtlPolicy = (QueueTtlPolicy)9 },
        _ => throw new ArgumentException(which, nameof(which)),
    };
}
