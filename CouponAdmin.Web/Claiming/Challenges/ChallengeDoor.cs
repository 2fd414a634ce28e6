using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Web.Http;

namespace CouponAdmin.Web.Claiming.Challenges;

/// <summary>Lets a claim through, or gives the task that it must answer first. Before any work on store or database.</summary>
internal sealed class ChallengeDoor(ChallengedCampaigns challenged, IClaimChallenge challenge, ClaimDesk desk)
{
    /// <summary>The header in which a claim brings its answer.</summary>
    public const string Header = "Claim-Challenge";

    /// <summary>Whether claims of this campaign need an answer.</summary>
    public bool Guards(string slug) => challenged.Has(slug);

    /// <summary>Null: come in.</summary>
    public ValueTask<ChallengeTask?> TaskForAsync(string slug, string member, HttpRequest request, CancellationToken cancellationToken) =>
        Guards(slug) ? AskAsync(slug, member, request.Headers[Header].ToString(), cancellationToken) : default;

    private async ValueTask<ChallengeTask?> AskAsync(string slug, string member, string answer, CancellationToken cancellationToken)
    {
        if (answer.Length > 0)
        {
            if (await challenge.AcceptsAsync(slug, member, answer, cancellationToken))
            {
                return null;
            }

            // A page has a right answer, or one that has just become too old. Whoever sends others is counted with those who ask too often.
            desk.TurnedAway(slug, member);
        }

        return challenge.TaskFor(slug, member);
    }
}
