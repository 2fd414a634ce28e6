using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Campaigns;

/// <summary>What the fields of the editor hold, as typed; <see cref="ToDraft"/> is what it means.</summary>
public sealed class CampaignForm
{
    private const int DefaultQuantity = 1_000;
    private const int DefaultPercent = 10;
    private const int DefaultValidDays = 30;
    private const string DefaultCurrency = "KRW";

    private static readonly TimeSpan LeadTime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Rounding = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan DefaultLength = TimeSpan.FromHours(1);

    // What the fields showed at first, and what it meant: a field that nobody changed keeps the moment's fraction of a second.
    private (string? Text, DateTimeOffset? Moment) _opensAtFirst;
    private (string? Text, DateTimeOffset? Moment) _closesAtFirst;

    public string? Name { get; set; }

    /// <summary>The address that a person chose. Nothing else writes it: what the server fills in late would replace what is being typed.</summary>
    public string? Slug { get; set; }

    /// <summary>The address proposed from the name; it counts while no other is chosen.</summary>
    public string? SuggestedSlug { get; set; }

    /// <summary>The address that the campaign gets.</summary>
    public string? SlugInForce => string.IsNullOrWhiteSpace(Slug) ? SuggestedSlug : Slug.Trim();

    public string? Description { get; set; }
    /// <summary>For whom the offer is, in the operator's words.</summary>
    public string? EligibleText { get; set; }

    public int? Quantity { get; set; } = DefaultQuantity;

    /// <summary>As the browser's date-and-time field writes it, in <see cref="SeoulTime"/>.</summary>
    public string? Opens { get; set; }

    /// <inheritdoc cref="Opens"/>
    public string? Closes { get; set; }

    public BenefitKind BenefitKind { get; set; }
    public int? Percent { get; set; } = DefaultPercent;

    /// <summary>As people write it, such as 10.50; the draft counts in the currency's smallest unit.</summary>
    public decimal? Amount { get; set; }

    /// <inheritdoc cref="Amount"/>
    public decimal? Maximum { get; set; }

    /// <inheritdoc cref="Amount"/>
    public decimal? MinimumOrder { get; set; }

    public string? Currency { get; set; } = DefaultCurrency;
    public string? BenefitText { get; set; }
    public string? Terms { get; set; }
    public int? CouponValidDays { get; set; } = DefaultValidDays;
    public int? QueueTtlSeconds { get; set; }
    public QueueTtlPolicy QueueTtlPolicy { get; set; }

    /// <summary>A new campaign: opens in ten minutes, rounded up to the next five, for an hour.</summary>
    public static CampaignForm Fresh(DateTimeOffset now)
    {
        long soon = (now + LeadTime).UtcTicks + Rounding.Ticks - 1;
        var opens = new DateTimeOffset(soon - (soon % Rounding.Ticks), TimeSpan.Zero);
        return new CampaignForm { Opens = SeoulTime.ToInput(opens), Closes = SeoulTime.ToInput(opens + DefaultLength) };
    }

    public static CampaignForm Of(CampaignView campaign)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        CampaignForm form = new()
        {
            Name = campaign.Name,
            Slug = campaign.Slug,
            Description = campaign.Description,
            Quantity = campaign.Quantity,
            CouponValidDays = campaign.CouponValidDays,
            QueueTtlSeconds = campaign.QueueTtlSeconds,
            QueueTtlPolicy = campaign.QueueTtlPolicy,
            EligibleText = campaign.EligibleText,
        };
        form.Show(campaign.Benefit);
        form.Show(campaign.OpensAt, campaign.ClosesAt);
        return form;
    }

    /// <summary>A copy to be sold anew: the same offer under another address, opening soon, for as long as the first.</summary>
    public static CampaignForm CopyOf(CampaignView campaign, string freeSlug, DateTimeOffset now)
    {
        CampaignForm copy = Of(campaign);
        DateTimeOffset opens = SeoulTime.FromInput(Fresh(now).Opens)!.Value;
        copy.Slug = freeSlug;
        copy.Show(opens, opens + (campaign.ClosesAt - campaign.OpensAt));
        return copy;
    }

    private void Show(Benefit benefit)
    {
        (BenefitKind, Currency, BenefitText, Terms) = (benefit.Kind, benefit.Currency ?? DefaultCurrency, benefit.Text, benefit.Terms);
        Percent = benefit.Kind == BenefitKind.Percent ? (int)benefit.Value : DefaultPercent;
        Amount = benefit.Kind == BenefitKind.Amount ? Whole(benefit.Value) : null;
        (Maximum, MinimumOrder) = (Whole(benefit.Maximum), Whole(benefit.MinimumOrder));

        decimal? Whole(long? smallest) => smallest is { } amount ? Currencies.ToWhole(amount, benefit.Currency) : null;
    }

    private void Show(DateTimeOffset opens, DateTimeOffset closes)
    {
        (Opens, Closes) = (SeoulTime.ToInput(opens), SeoulTime.ToInput(closes));
        (_opensAtFirst, _closesAtFirst) = ((Opens, opens), (Closes, closes));
    }

    private static DateTimeOffset? MomentOf(string? text, (string? Text, DateTimeOffset? Moment) first) => text == first.Text ? first.Moment : SeoulTime.FromInput(text);

    public CampaignDraft ToDraft() => new()
    {
        Name = Name?.Trim(),
        Slug = SlugInForce,
        Description = Description?.Trim(),
        Quantity = Quantity,
        OpensAt = MomentOf(Opens, _opensAtFirst),
        ClosesAt = MomentOf(Closes, _closesAtFirst),
        Benefit = ToBenefit(),
        CouponValidDays = CouponValidDays,
        QueueTtlSeconds = QueueTtlSeconds,
        QueueTtlPolicy = QueueTtlPolicy,
        EligibleText = string.IsNullOrWhiteSpace(EligibleText) ? null : EligibleText.Trim(),
    };

    public IReadOnlyList<FieldProblem> Problems(DateTimeOffset now) => [.. FinerThanCurrency(), .. CampaignDraftRules.Check(ToDraft(), now)];

    private string? CurrencyCode => Currency?.Trim().ToUpperInvariant();

    // Only what the chosen kind shows counts: a field that was filled and then hidden is left out.
    private (string Field, decimal? Whole)[] Amounts =>
    [
        ("benefit.value", BenefitKind == BenefitKind.Amount ? Amount : null),
        ("benefit.maximum", BenefitKind == BenefitKind.Percent ? Maximum : null),
        ("benefit.minimumOrder", MinimumOrder),
    ];

    private BenefitDraft ToBenefit()
    {
        long?[] smallest = [.. Amounts.Select(a => a.Whole is { } whole ? Currencies.ToSmallest(whole, CurrencyCode) : null)];
        return new BenefitDraft
        {
            Kind = BenefitKind,
            Value = BenefitKind == BenefitKind.Percent ? Percent : smallest[0],
            Maximum = smallest[1],
            MinimumOrder = smallest[2],
            Currency = Amounts.Any(a => a.Whole is not null) || BenefitKind == BenefitKind.Amount ? CurrencyCode : null,
            Text = BenefitKind == BenefitKind.FreeText ? BenefitText?.Trim() : null,
            Terms = string.IsNullOrWhiteSpace(Terms) ? null : Terms.Trim(),
        };
    }

    private IEnumerable<FieldProblem> FinerThanCurrency() => Amounts
        .Where(a => a.Whole is { } whole && Currencies.ToSmallest(whole, CurrencyCode) is null)
        .Select(a => new FieldProblem(a.Field, decimal.Truncate(a.Whole!.Value) == a.Whole ? FieldRule.OutOfRange : FieldRule.FinerThanCurrency));
}
