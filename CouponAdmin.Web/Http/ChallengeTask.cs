namespace CouponAdmin.Web.Http;

/// <summary>What a refused claim must solve before it is sent again: a task for a browser or program.</summary>
/// <param name="Kind">Names the way of solving it: <c>proof-of-work</c>.</param>
/// <param name="Token">Goes back with the answer; says nothing by itself.</param>
/// <param name="Difficulty">For <c>proof-of-work</c>: the leading zero bits that the hash must have.</param>
public sealed record ChallengeTask(string Kind, string Token, int Difficulty);
