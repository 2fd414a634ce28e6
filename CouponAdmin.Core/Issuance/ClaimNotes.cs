using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance.Admitting;
using CouponAdmin.Core.Issuance.Refusals;
using CouponAdmin.Core.Issuance.Tally;

namespace CouponAdmin.Core.Issuance;

/// <summary>What is kept of every answer, behind it: a count for the charts, who asked for the report, the refusal for support. Of a rehearsal's answers, nothing.</summary>
internal sealed class ClaimNotes(ClaimTally tally, OutcomeCounts outcomes, RefusalInbox refusals)
{
    /// <summary>Counts what the store, or what is known of it, said to a member.</summary>
    public void Count(CampaignRef campaign, string member, ClaimKind kind) => Count(campaign, member, KindOf(kind));

    /// <summary>Counts a refusal that the store wasn't asked for.</summary>
    public void CountRefused(CampaignRef campaign, string member) => Count(campaign, member, TallyKind.Refused);

    /// <summary>Counts the answer, and keeps it if it was a refusal.</summary>
    /// <param name="campaign">Null where none was found: that is counted alone.</param>
    public void Keep(CampaignRef? campaign, string member, ClaimOutcome outcome)
    {
        if (campaign is { IsShadow: true })
        {
            return;
        }

        outcomes.Count(campaign, outcome);
        if (campaign is not null)
        {
            refusals.Keep(campaign.Id, member, outcome);
        }
    }

    /// <summary>The door turned this claim away: too many of this member, or no answer to a challenge.</summary>
    public void TurnedAway(CampaignRef campaign, string member)
    {
        Count(campaign, member, TallyKind.Limited);
        Keep(campaign, member, ClaimOutcome.TooManyRequests);
    }

    private void Count(CampaignRef campaign, string member, TallyKind kind)
    {
        if (!campaign.IsShadow)
        {
            tally.Count(campaign.Key, kind, member);
        }
    }

    private static TallyKind KindOf(ClaimKind kind) => kind switch
    {
        ClaimKind.Admitted => TallyKind.Admitted,
        ClaimKind.Known => TallyKind.Repeated,
        ClaimKind.SoldOut => TallyKind.SoldOut,
        ClaimKind.NotEligible => TallyKind.NotEligible,
        ClaimKind.Overloaded => TallyKind.Limited,
        ClaimKind.NotOpenYet or ClaimKind.Paused or ClaimKind.Closed or ClaimKind.NotWarm or ClaimKind.Lost or ClaimKind.Soon or ClaimKind.PairLost or ClaimKind.Unknown
            or ClaimKind.ListMoved or ClaimKind.ListMissing => TallyKind.Refused,
    };
}
