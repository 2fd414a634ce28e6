namespace CouponAdmin.Web.Demo;

/// <summary>Where a crowd stands.</summary>
internal enum CrowdState
{
    /// <summary>Announced, so that whoever watches can get to the claim page.</summary>
    Announced,
    Here,
    Over,
    Stopped,
}

/// <summary>How an attempt to send a crowd went.</summary>
internal enum CrowdStart
{
    Sent,

    /// <summary>One is on its way: one at a time.</summary>
    Busy,

    /// <summary>The server listens with TLS only: its own certificate is not to be believed blindly.</summary>
    NoAddress,
}

/// <summary>A crowd at one moment.</summary>
/// <param name="ComesIn">Until the first of them; zero once they are here.</param>
/// <param name="Lasted">Since the first of them.</param>
/// <param name="Sent">Requests, those without an answer included.</param>
/// <param name="Lost">Connections that were cut before the answer, on purpose.</param>
/// <param name="TurnedAway">Answered neither yes nor "sold out": a limit, or a sale that is paused or over.</param>
/// <param name="Unanswered">Requests that failed by themselves.</param>
/// <param name="Refused">The first who was told "sold out", for the look-up; null: nobody yet.</param>
internal sealed record CrowdProgress(
    CrowdState State, TimeSpan ComesIn, TimeSpan Lasted, int Sent, int Admitted, int SoldOut, int Repeated, int Lost, int TurnedAway, int Unanswered, string? Refused)
{
    public bool IsUnderWay => State is CrowdState.Announced or CrowdState.Here;
}
