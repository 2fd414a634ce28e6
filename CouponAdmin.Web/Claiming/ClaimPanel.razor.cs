using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace CouponAdmin.Web.Claiming;

/// <summary>The changing half of the claim page, shared by the cached page with its script and the result page without.</summary>
public sealed partial class ClaimPanel : ComponentBase
{
    [Parameter, EditorRequired] public required CampaignView Campaign { get; set; }

    /// <summary>The member's claim; null on the page that is the same for everyone.</summary>
    [Parameter] public MyClaim? Claim { get; set; }

    [Parameter] public RenderFragment? ChildContent { get; set; }

    [Parameter, EditorRequired] public required ClaimMoment Moment { get; set; }

    private ClaimWords Words => ClaimWords.Of(Moment);

    private string Tone => ClaimWords.ToneOf(Moment);

    private MyClaim? Coupon => Moment == ClaimMoment.Issued ? Claim : null;

    /// <summary>Copying needs the script; a press of the form always asks for a coupon.</summary>
    private bool CanPost => ClaimWords.CanPress(Moment) && Moment != ClaimMoment.Issued;

    private string SignIn => $"{Routes.SignIn}?returnUrl={Uri.EscapeDataString(Routes.ClaimPageOf(Campaign.Slug))}";

    private string Heading => Fill(Words.Heading);

    private string Detail => Moment == ClaimMoment.SoldOut && Campaign.SoldOutAt is { } last
        ? $"{ClaimPhrases.Fill(ClaimPhrases.LastWent, ("time", ClaimPhrases.Exact(last, Campaign.ServerTime)))} {Words.Detail}"
        : Fill(Words.Detail);

    private string Countdown => Figures.Clock(Campaign.OpensAt - Campaign.ServerTime);

    private string? CouponFacts => Coupon is not { } coupon ? null : string.Join(" · ", new[]
    {
        coupon.Number is { } number ? ClaimPhrases.Fill(ClaimPhrases.Number, ("number", Figures.Count(number))) : null,
        coupon.ValidUntil is { } end ? ClaimPhrases.Fill(ClaimPhrases.ValidUntil, ("date", ClaimPhrases.Day(end))) : null,
    }.OfType<string>());

    private string Fill(string template) => ClaimPhrases.Fill(
        template,
        ("opens", ClaimPhrases.When(Campaign.OpensAt, Campaign.ServerTime)),
        ("eligible", ClaimPhrases.EligibleOf(Campaign) ?? ""),
        ("ticket", Claim?.Ticket.ToString(Figures.Culture) ?? ""));
}
