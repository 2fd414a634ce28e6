namespace CouponAdmin.Core.Issuance.Tally;

/// <summary>The kinds of answers that the charts tell apart.</summary>
public enum TallyKind
{
    /// <summary>Given a ticket.</summary>
    Admitted,

    /// <summary>Asked again, and given the same ticket.</summary>
    Repeated,
    SoldOut,

    /// <summary>Too early, paused, closed, or the store could not say.</summary>
    Refused,

    /// <summary>Not among those who may claim.</summary>
    NotEligible,

    /// <summary>Turned away at the door: too many requests.</summary>
    Limited,
}

/// <summary>A campaign's answers in one second of the store's clock.</summary>
public sealed record TallySecond(DateTimeOffset Second, IReadOnlyDictionary<TallyKind, int> Answers);
