namespace CouponAdmin.Web.Http.Challenges;

/// <summary>What a claim must bring where an operator asks for it. The product has <see cref="ProofOfWork"/>; another kind, such as a CAPTCHA's service, takes its place by registration.</summary>
public interface IClaimChallenge
{
    /// <summary>What this member's browser or program must solve for this campaign. Cheap: a crowd asks for it at once.</summary>
    ChallengeTask TaskFor(string slug, string member);

    /// <summary>Whether <paramref name="answer"/>, which anyone may have written, answers a task that was given for this campaign and member.</summary>
    ValueTask<bool> AcceptsAsync(string slug, string member, string answer, CancellationToken cancellationToken);
}

/// <summary>A task for a browser or program.</summary>
/// <param name="Kind">Names the way of solving it: <c>proof-of-work</c>.</param>
/// <param name="Token">Goes back with the answer; says nothing by itself.</param>
/// <param name="Difficulty">For <c>proof-of-work</c>: the leading zero bits that the hash must have.</param>
public sealed record ChallengeTask(string Kind, string Token, int Difficulty);
