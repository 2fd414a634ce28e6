using System.Buffers;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using CouponAdmin.Core.Events;
using CouponAdmin.Core.Results;

namespace CouponAdmin.Core.Webhooks;

/// <summary>The rules of a webhook's fields, its limits, and the ids that the product makes.</summary>
public static class WebhookRules
{
    public const int NameLengthMax = 100;
    public const int UrlLengthMax = 500;
    public const int ReasonLengthMax = 500;

    /// <summary>Webhooks at most.</summary>
    public const int WebhooksMax = 20;

    /// <summary>Events in one delivery at most.</summary>
    public const int EventsMax = 100;

    /// <summary>Deliveries that are kept of one webhook.</summary>
    public const int DeliveriesKept = 200;

    /// <summary>Letters of an answer's body that are kept.</summary>
    public const int AnswerLengthMax = 500;

    /// <summary>How long the secret before stays good after a rotation, where nobody says.</summary>
    public const int GraceHoursDefault = 24;

    /// <summary>And at most: 30 days.</summary>
    public const int GraceHoursMax = 720;

    /// <summary>A receiver that accepts nothing for so long is called no more.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(3);

    internal const int IdLength = 21;
    internal const int MessageIdLengthMax = 100;
    private const string IdMark = "hook_";
    private const string IdAlphabet = "abcdefghijkmnpqrstuvwxyz23456789";
    private const char Separator = ' ';

    private static readonly SearchValues<char> IdLetters = SearchValues.Create(IdAlphabet);

    internal static string NewId() => IdMark + RandomNumberGenerator.GetString(IdAlphabet, IdLength - IdMark.Length);

    /// <summary>Whether a text can be a webhook's id at all: no other reaches a query.</summary>
    public static bool IsId(string? id) =>
        id is { Length: IdLength } && id.StartsWith(IdMark, StringComparison.Ordinal) && !id.AsSpan(IdMark.Length).ContainsAnyExcept(IdLetters);

    /// <summary>All broken rules, in the order of the form.</summary>
    /// <param name="wanted">What somebody asks for.</param>
    /// <param name="isPrivateAllowed">Receivers in private networks, which may have no TLS, are allowed by a setting.</param>
    internal static IReadOnlyList<FieldProblem> Check(WebhookDraft wanted, bool isPrivateAllowed)
    {
        List<FieldProblem> problems = [];
        if (TextProblem(wanted.Name, NameLengthMax) is { } name)
        {
            problems.Add(new FieldProblem("name", name, Max: NameLengthMax));
        }

        if (UrlProblem(wanted.Url, isPrivateAllowed) is { } url)
        {
            problems.Add(new FieldProblem("url", url, Max: url == FieldRule.TooLong ? UrlLengthMax : null));
        }

        if (wanted.Types is { } types && types.Any(type => !EventNames.All.Contains(type, StringComparer.Ordinal)))
        {
            problems.Add(new FieldProblem("types", FieldRule.UnknownValue));
        }
        else if (wanted.Types is { } some && some.Distinct(StringComparer.Ordinal).Count() < some.Count)
        {
            problems.Add(new FieldProblem("types", FieldRule.Repeated));
        }

        return problems;
    }

    internal static string JoinTypes(IReadOnlyList<string?>? types) => types is null ? "" : string.Join(Separator, EventNames.All.Where(name => types.Contains(name, StringComparer.Ordinal)));

    internal static string[] ParseTypes(string types) => types.Split(Separator, StringSplitOptions.RemoveEmptyEntries);

    private static FieldRule? TextProblem(string? text, int lengthMax) => text?.Trim() switch
    {
        null or "" => FieldRule.Required,
        { } given when given.Length > lengthMax => FieldRule.TooLong,
        { } given when !WellFormedText.IsOk(given, lines: false) => FieldRule.NotText,
        _ => null,
    };

    private static FieldRule? UrlProblem(string? text, bool isPrivateAllowed) =>
        TextProblem(text, UrlLengthMax) is { } problem ? problem
        : !Uri.TryCreate(text!.Trim(), UriKind.Absolute, out Uri? url) || url.Host.Length == 0 || url.UserInfo.Length > 0 || url.Fragment.Length > 0 ? FieldRule.NotAnAddress
        : url.Scheme == Uri.UriSchemeHttps || (isPrivateAllowed && url.Scheme == Uri.UriSchemeHttp) ? null
        : FieldRule.NotHttps;
}

/// <summary>What somebody wants of a webhook.</summary>
/// <param name="Url">Where deliveries go: an address with https.</param>
/// <param name="Types">Kinds of events; null or empty: all.</param>
public sealed record WebhookDraft([property: Required] string? Name, [property: Required] string? Url, IReadOnlyList<string?>? Types);
