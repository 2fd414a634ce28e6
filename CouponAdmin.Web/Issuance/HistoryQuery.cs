using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Http.Description;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;

namespace CouponAdmin.Web.Issuance;

/// <summary>The history's filter as it stands in an address: the console's page and the file are asked with the same words.</summary>
public sealed record HistoryQuery(
    [property: FromQuery(Name = "q"), Description("A number, a code or a ticket exactly, or the start of a member's id.")] string? Q = null,
    [property: FromQuery(Name = "status"), WordsOf(typeof(ClaimStatus), Except = [nameof(ClaimStatus.Queued)]), Description("issued, redeemed, revoked, queueExpired, refused or quarantined.")] string? Status = null,
    [property: FromQuery(Name = "from"), Description("Claimed at this moment or later: ISO 8601 with an offset, such as 2026-11-23T12:00:00Z.")] string? From = null,
    [property: FromQuery(Name = "to"), Description("Claimed before this moment; written like from.")] string? To = null,
    [property: FromQuery(Name = "sort"), Description("ticket, number, stored, member or status; with a hyphen before it, from the end.")] string? Sort = null,
    [property: FromQuery(Name = "member"), Description("Exactly this member's id.")] string? Member = null,
    [property: FromQuery(Name = "updatedSince"), Description("Written or changed at this moment or later; written like from.")] string? UpdatedSince = null)
{
    /// <summary>Letters of the longest search: a member's id.</summary>
    public const int SearchLengthMax = MemberId.LengthMax;

    /// <summary>The statuses that a row can have.</summary>
    public static readonly IReadOnlyList<ClaimStatus> Statuses =
        [ClaimStatus.Issued, ClaimStatus.Redeemed, ClaimStatus.Revoked, ClaimStatus.QueueExpired, ClaimStatus.Refused, ClaimStatus.Quarantined];

    private const string NewestFirst = "-ticket";

    internal bool IsEmpty => Texts.All(text => string.IsNullOrWhiteSpace(text.Value));

    /// <summary>Something is left out; the order leaves nothing out.</summary>
    internal bool IsFiltering => Texts.Any(text => text.Key != "sort" && !string.IsNullOrWhiteSpace(text.Value));

    internal string? Sought => string.IsNullOrWhiteSpace(Q) ? null : Q.Trim();

    internal ClaimStatus? WantedStatus => Statuses.Cast<ClaimStatus?>().FirstOrDefault(status => WordOf(status!.Value) == Status);

    private KeyValuePair<string, string?>[] Texts => [new("q", Q), new("status", Status), new("member", Member), new("from", From), new("to", To), new("updatedSince", UpdatedSince), new("sort", Sort)];

    /// <summary>What can't be understood, for programs; people's pages take it as left out.</summary>
    internal IReadOnlyList<FieldProblem> Problems()
    {
        List<FieldProblem> problems = [];
        AddWhen(Q is { } q && SpreadsheetCell.Unguard(q).Length > SearchLengthMax, new FieldProblem("q", FieldRule.TooLong, Max: SearchLengthMax));
        AddWhen(IsGiven(Status) && WantedStatus is null, new FieldProblem("status", FieldRule.UnknownValue));
        AddWhen(IsGiven(Member) && !MemberId.IsValid(Member), new FieldProblem("member", FieldRule.NotText));
        AddWhen(IsGiven(From) && ApiMoment.Read(From).Moment is null, new FieldProblem("from", ApiMoment.Read(From).Rule));
        AddWhen(IsGiven(To) && ApiMoment.Read(To).Moment is null, new FieldProblem("to", ApiMoment.Read(To).Rule));
        problems.AddRange(Paging.Moment("updatedSince", UpdatedSince));
        AddWhen(IsGiven(Sort) && OrderOf(Sort) is null, new FieldProblem("sort", FieldRule.UnknownValue));
        return problems;

        void AddWhen(bool isBroken, FieldProblem problem)
        {
            if (isBroken)
            {
                problems.Add(problem);
            }
        }
    }

    internal IssuanceFilter Filter()
    {
        (IssuanceOrder order, bool isDescending) = OrderOf(Sort) ?? (IssuanceOrder.Ticket, true);
        return new IssuanceFilter(Sought, WantedStatus, MomentOf(From), MomentOf(To)) { Member = IsGiven(Member) ? Member : null, UpdatedSince = ApiMoment.Read(UpdatedSince).Moment, Order = order, IsDescending = isDescending };
    }

    /// <summary>The address of the file that holds exactly what the page shows, in its order.</summary>
    internal string CsvOf(string slug)
    {
        HistoryQuery asked = this with { Sort = IsGiven(Sort) ? Sort : NewestFirst, From = WithOffset(From), To = WithOffset(To) };
        QueryBuilder query = new(asked.Texts.Where(t => IsGiven(t.Value)).ToDictionary(t => t.Key, t => t.Value!, StringComparer.Ordinal));
        return Routes.CsvOf(slug) + query.ToQueryString();
    }

    /// <summary>A status as addresses write it.</summary>
    internal static string WordOf(ClaimStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());

    /// <summary>An order as addresses write it.</summary>
    internal static string WordOf(IssuanceOrder order, bool isDescending) => (isDescending ? "-" : "") + JsonNamingPolicy.CamelCase.ConvertName(order.ToString());

    private static bool IsGiven(string? text) => !string.IsNullOrWhiteSpace(text);

    private static (IssuanceOrder Order, bool IsDescending)? OrderOf(string? text)
    {
        bool isDescending = text?.StartsWith('-') ?? false;
        string? word = isDescending ? text![1..] : text;
        return Enum.GetValues<IssuanceOrder>().Where(order => WordOf(order, isDescending: false) == word)
            .Select(order => ((IssuanceOrder, bool)?)(order, isDescending)).FirstOrDefault();
    }

    // A page's fields hold local time of the zone that it names; a program's moment has an offset.
    private static DateTimeOffset? MomentOf(string? text) => SeoulTime.FromInput(text) ?? ApiMoment.Read(text).Moment;

    private static string? WithOffset(string? text) =>
        MomentOf(text) is { } moment ? SeoulTime.Of(moment).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture) : null;
}
