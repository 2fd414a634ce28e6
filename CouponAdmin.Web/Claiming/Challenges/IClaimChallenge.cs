using CouponAdmin.Web.Http;

namespace CouponAdmin.Web.Claiming.Challenges;

/// <summary>What a claim must bring where an operator asks for it. The product has <see cref="ProofOfWork"/>; another kind, such as a CAPTCHA's service, takes its place by registration.</summary>
public interface IClaimChallenge
{
    /// <summary>What this member's browser or program must solve for this campaign. Cheap: a crowd asks for it at once.</summary>
    ChallengeTask TaskFor(string slug, string member);

    /// <summary>Whether <paramref name="answer"/>, which anyone may have written, answers a task that was given for this campaign and member.</summary>
    ValueTask<bool> AcceptsAsync(string slug, string member, string answer, CancellationToken cancellationToken);
}
