using System.ComponentModel;
using System.Text.Json;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Redemptions;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Http.Description;
using Microsoft.AspNetCore.Mvc;

namespace CouponAdmin.Web.Redemptions;

/// <summary>The filter of redemptions as it stands in an address: the list and the file are asked with the same words.</summary>
public sealed record RedemptionQuery(
    [property: FromQuery(Name = "campaign"), Description("Exactly this campaign's slug.")] string? Campaign = null,
    [property: FromQuery(Name = "code"), Description("A coupon's code, as a person types it.")] string? Code = null,
    [property: FromQuery(Name = "orderId"), Description("Exactly this order's id.")] string? OrderId = null,
    [property: FromQuery(Name = "member"), Description("Exactly this member's id.")] string? Member = null,
    [property: FromQuery(Name = "status"), WordsOf(typeof(RedemptionStatus)), Description("redeemed or rolledBack.")] string? Status = null,
    [property: FromQuery(Name = "from"), Description("Redeemed at this moment or later: ISO 8601 with an offset, such as 2026-11-23T12:00:00Z.")] string? From = null,
    [property: FromQuery(Name = "to"), Description("Redeemed before this moment; written like from.")] string? To = null,
    [property: FromQuery(Name = "updatedSince"), Description("Redeemed or rolled back at this moment or later; written like from.")] string? UpdatedSince = null)
{
    private RedemptionStatus? WantedStatus =>
        Enum.GetValues<RedemptionStatus>().Cast<RedemptionStatus?>().FirstOrDefault(status => JsonNamingPolicy.CamelCase.ConvertName(status!.Value.ToString()) == Status);

    internal IReadOnlyList<FieldProblem> Problems() =>
    [
        .. Text("campaign", Campaign, Core.Campaigns.CampaignDraftRules.SlugLengthMax),
        .. Text("code", Code, RedemptionRules.CodeLengthMax),
        .. Text("orderId", OrderId, RedemptionRules.OrderIdLengthMax),
        .. When(IsGiven(Member) && !MemberId.IsValid(Member), "member", FieldRule.NotText),
        .. When(IsGiven(Status) && WantedStatus is null, "status", FieldRule.UnknownValue),
        .. Paging.Moment("from", From),
        .. Paging.Moment("to", To),
        .. Paging.Moment("updatedSince", UpdatedSince),
    ];

    internal RedemptionFilter Filter() => new(Given(Campaign)?.ToLowerInvariant(), Given(Code), Given(OrderId), Given(Member), WantedStatus, ApiMoment.Read(From).Moment, ApiMoment.Read(To).Moment) { UpdatedSince = ApiMoment.Read(UpdatedSince).Moment };

    private static IEnumerable<FieldProblem> Text(string field, string? text, int lengthMax) =>
        text?.Length > lengthMax ? [new FieldProblem(field, FieldRule.TooLong, Max: lengthMax)] : When(IsGiven(text) && !WellFormedText.IsOk(text!, lines: false), field, FieldRule.NotText);

    private static IEnumerable<FieldProblem> When(bool isBroken, string field, FieldRule rule) => isBroken ? [new FieldProblem(field, rule)] : [];

    private static bool IsGiven(string? text) => !string.IsNullOrWhiteSpace(text);

    private static string? Given(string? text) => IsGiven(text) ? text : null;
}
