using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Results;

namespace CouponAdmin.Core.Issuance.Eligibility;

/// <summary>Lets everyone claim in a campaign that had a list of members.</summary>
public sealed class RemoveMemberList
{
    private readonly CampaignChange _change;
    private readonly OldMemberLists _old;

    internal RemoveMemberList(CampaignChange change, OldMemberLists old) => (_change, _old) = (change, old);

    /// <summary>Refused with <see cref="RefusalKind.WrongState"/> when the sale is over or the campaign has no list, or <see cref="RefusalKind.ChangedMeanwhile"/>.</summary>
    public async Task<Result<CampaignView>> ExecuteAsync(CampaignSeen seen, Actor by, CancellationToken cancellationToken)
    {
        (Guid Campaign, Guid List)? removed = null;
        Result<CampaignView> result = await _change.RunAsync(seen, by, AuditAction.RemoveMemberList, null, (campaign, now) =>
        {
            if (ReplaceMemberList.Over(campaign, now) is { } over)
            {
                return ValueTask.FromResult<Refusal?>(over);
            }

            if (campaign.MemberListKey is not { } list)
            {
                return ValueTask.FromResult<Refusal?>(new Refusal(RefusalKind.WrongState, "The campaign has no member list; everyone may claim."));
            }

            removed = (campaign.Key, list);
            (campaign.MemberListKey, campaign.MemberListSize) = (null, 0);
            return ValueTask.FromResult<Refusal?>(null);
        }, cancellationToken);
        if (result.Value is not null && removed is { } gone)
        {
            await _old.TryRemoveAsync(gone.Campaign, gone.List);
        }

        return result;
    }
}
