using CouponAdmin.Core.Results;

namespace CouponAdmin.Core.Idempotency;

/// <summary>What a key may be, and how long it counts.</summary>
public static class IdempotencyRules
{
    public const string KeyField = "Idempotency-Key";
    public const int KeyLengthMax = 200;

    /// <summary>A longer answer is not kept; none of today's comes near it.</summary>
    public const int AnswerLengthMax = 256 * 1_024;

    /// <summary>How long a key has its answer; afterwards it is as new. A redemption's key has its answer for good.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    /// <summary>How long an act is waited for before another request may carry it out: far longer than any takes. Until then its instance may have died or not.</summary>
    public static readonly TimeSpan RunsFor = TimeSpan.FromSeconds(30);

    /// <summary>The broken rule of a key that must be there. Visible ASCII: what any client and any log keeps as it is.</summary>
    public static IEnumerable<FieldProblem> Check(string? key) => key switch
    {
        null or "" => [new FieldProblem(KeyField, FieldRule.Required)],
        { Length: > KeyLengthMax } => [new FieldProblem(KeyField, FieldRule.TooLong, Max: KeyLengthMax)],
        _ => key.All(c => c is > ' ' and <= '~') ? [] : [new FieldProblem(KeyField, FieldRule.NotText)],
    };
}
