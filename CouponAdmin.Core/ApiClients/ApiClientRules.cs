using System.Buffers;
using System.Security.Cryptography;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.ApiClients;

/// <summary>The rules of a client's fields, and the ids that the product makes.</summary>
public static class ApiClientRules
{
    public const int NameLengthMax = 100;
    public const int ReasonLengthMax = 500;

    /// <summary>Clients that aren't revoked.</summary>
    public const int ClientsMax = 100;

    /// <summary>How long the secret before stays good after a rotation, where nobody says.</summary>
    public const int GraceHoursDefault = 24;

    /// <summary>And at most: 30 days.</summary>
    public const int GraceHoursMax = 720;

    internal const int IdLength = 23;
    private const string IdMark = "client_";
    private const string IdAlphabet = "abcdefghijkmnpqrstuvwxyz23456789";

    private static readonly SearchValues<char> IdLetters = SearchValues.Create(IdAlphabet);

    internal static string NewId() => IdMark + RandomNumberGenerator.GetString(IdAlphabet, IdLength - IdMark.Length);

    /// <summary>Whether a text can be a client's id at all: no other reaches a query.</summary>
    public static bool IsId(string? id) =>
        id is { Length: IdLength } && id.StartsWith(IdMark, StringComparison.Ordinal) && !id.AsSpan(IdMark.Length).ContainsAnyExcept(IdLetters);

    /// <summary>All broken rules of a new client, in the order of the form.</summary>
    public static IReadOnlyList<FieldProblem> Check(string? name, IReadOnlyList<string?>? scopes, DateTimeOffset? expiresAt, StoreTime now)
    {
        List<FieldProblem> problems = [];
        if (NameProblem(name) is { } rule)
        {
            problems.Add(new FieldProblem("name", rule, Max: NameLengthMax));
        }

        if (scopes is null or [])
        {
            problems.Add(new FieldProblem("scopes", FieldRule.Required));
        }
        else if (scopes.Any(scope => ApiScopes.Find(scope) is null))
        {
            problems.Add(new FieldProblem("scopes", FieldRule.UnknownValue));
        }
        else if (scopes.Distinct(StringComparer.Ordinal).Count() < scopes.Count)
        {
            problems.Add(new FieldProblem("scopes", FieldRule.Repeated));
        }

        if (expiresAt is { } end && StoreTime.From(end) <= now)
        {
            problems.Add(new FieldProblem("expiresAt", FieldRule.NotInThePast));
        }

        return problems;
    }

    internal static IReadOnlyList<FieldProblem> CheckReason(string? reason) => reason?.Trim() switch
    {
        null or "" => [new FieldProblem("reason", FieldRule.Required)],
        { Length: > ReasonLengthMax } => [new FieldProblem("reason", FieldRule.TooLong, Max: ReasonLengthMax)],
        { } text when !WellFormedText.IsOk(text, lines: true) => [new FieldProblem("reason", FieldRule.NotText)],
        _ => [],
    };

    private static FieldRule? NameProblem(string? name) => name?.Trim() switch
    {
        null or "" => FieldRule.Required,
        { Length: > NameLengthMax } => FieldRule.TooLong,
        { } text when !WellFormedText.IsOk(text, lines: false) => FieldRule.NotText,
        _ => null,
    };
}
