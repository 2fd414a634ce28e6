namespace CouponAdmin.Core.Results;

/// <summary>The rules that a field can break. The sentence for each stands where people are spoken to, in both languages.</summary>
public enum FieldRule
{
    Required,

    /// <summary>Longer than <see cref="FieldProblem.Max"/> characters.</summary>
    TooLong,

    /// <summary>Outside <see cref="FieldProblem.Min"/>…<see cref="FieldProblem.Max"/>.</summary>
    OutOfRange,

    /// <summary>Not 1–64 of a–z, 0–9 and single hyphens between them.</summary>
    NotASlug,
    AfterOpening,
    NotInThePast,
    UnknownValue,

    /// <summary>An amount of money needs a three-letter currency (ISO 4217).</summary>
    CurrencyNeeded,

    /// <summary>Control characters, or text that is not well-formed Unicode.</summary>
    NotText,
    NotAnEmail,

    /// <summary>Shorter than <see cref="FieldProblem.Min"/> characters.</summary>
    TooShort,

    /// <summary>A password that stands on every list of guesses.</summary>
    TooCommon,

    /// <summary>No date and time in ISO 8601.</summary>
    NotAMoment,

    /// <summary>A date, or a date and time, that doesn't say how far it is from UTC.</summary>
    OffsetNeeded,

    /// <summary>A moment whose offset lost its plus sign, which an address turns into a space.</summary>
    PlusLost,

    /// <summary>More of them than <see cref="FieldProblem.Max"/>.</summary>
    TooMany,

    /// <summary>Line <see cref="FieldProblem.Min"/> of a file has no number where one is wanted.</summary>
    NotANumberThere,

    /// <summary>More units than the campaign's pool has codes, <see cref="FieldProblem.Max"/>; <see cref="FieldProblem.Min"/> are missing.</summary>
    MoreThanCodes,

    /// <summary>Given more than once.</summary>
    Repeated,

    /// <summary>Can't change any more once the campaign is published.</summary>
    FixedOncePublished,

    /// <summary>Given where the chosen kind has no use for it.</summary>
    NotOfThisKind,

    /// <summary>An amount with more digits after its point than the currency has.</summary>
    FinerThanCurrency,

    /// <summary>Not an absolute address (URL) that can be posted to.</summary>
    NotAnAddress,

    /// <summary>An address without TLS.</summary>
    NotHttps,
}

/// <summary>One broken rule of one field.</summary>
/// <param name="Field">The field's name as in the JSON interface, such as <c>closesAt</c> or <c>benefit.value</c>.</param>
/// <param name="Rule">The rule that it breaks.</param>
/// <param name="Min">The lowest accepted value, where the rule has one.</param>
/// <param name="Max">The highest accepted value or length, where the rule has one.</param>
public sealed record FieldProblem(string Field, FieldRule Rule, long? Min = null, long? Max = null);
