namespace CouponAdmin.Core.Reports;

/// <summary>From which moment of each sale the time is counted when two are laid over each other.</summary>
public enum PairBegin
{
    Opening,
    FirstClaim,
}

/// <summary>How much of two sales is shown.</summary>
public enum PairReach
{
    /// <summary>Where the claims of both are.</summary>
    Both,

    /// <summary>Where the claims of the shorter one are: beside a sale of hours, one of a second is a single point.</summary>
    Shorter,
}

/// <summary>Two sales over one axis of time, each counted from its own beginning, in the same steps.</summary>
/// <param name="Begin">What the time is counted from.</param>
/// <param name="From">Where the first step begins, as time since then; negative before it.</param>
/// <param name="Width">How long each step is.</param>
/// <param name="Count">How many; at most <see cref="RushBuckets.CountMax"/>, and 0 when neither sale has a claim.</param>
/// <param name="One">The sale whose report it is.</param>
/// <param name="Other">The one that is laid over it.</param>
public sealed record RushPair(PairBegin Begin, TimeSpan From, TimeSpan Width, int Count, RushSide One, RushSide Other);

/// <summary>One of two sales that are laid over each other.</summary>
/// <param name="Quantity">Its units.</param>
/// <param name="Rush">In the steps of the pair; null while nothing is recorded.</param>
public sealed record RushSide(string Slug, string Name, int Quantity, DateTimeOffset OpensAt, SaleRush? Rush)
{
    /// <summary>All that is recorded, within the steps and outside of them.</summary>
    public long Recorded => Rush is null ? 0 : Rush.Before + Rush.Points.Sum(p => p.Admitted) + Rush.After;
}
