using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Results;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance.Pools;

/// <summary>Takes a campaign's pool away before the sale: its codes are generated again, or another file is sent.</summary>
public sealed class RemoveCodePool
{
    private readonly CampaignChange _change;
    private readonly OldCodeImports _old;

    internal RemoveCodePool(CampaignChange change, OldCodeImports old) => (_change, _old) = (change, old);

    /// <summary>Refused with <see cref="RefusalKind.WrongState"/> once the sale has opened or when there is no pool, or <see cref="RefusalKind.ChangedMeanwhile"/>.</summary>
    public async Task<Result<CampaignView>> ExecuteAsync(CampaignSeen seen, Actor by, CancellationToken cancellationToken)
    {
        long removed = 0;
        Result<CampaignView> result = await _change.RunAsync(seen, by, AuditAction.RemoveCodes, null, async (db, campaign, now) =>
        {
            CampaignState state = campaign.StateAt(now, remaining: null);
            if (!(state == CampaignState.Draft || (state == CampaignState.Scheduled && campaign.Recorded == 0)))
            {
                return CampaignChange.WrongState(state, "left without its codes");
            }

            if (!campaign.HasPool)
            {
                return new Refusal(RefusalKind.WrongState, "The campaign has no code pool; its codes are generated.");
            }

            await db.Set<CodeImport>().Where(i => i.CampaignId == campaign.Id).ExecuteUpdateAsync(
                set => set.SetProperty(i => i.AttachedAt, (Store.StoreTime?)null).SetProperty(i => i.FirstNumber, CodeImport.GivenUp), cancellationToken);
            (removed, campaign.PoolSize) = (campaign.Id, 0);
            return null;
        }, cancellationToken);
        if (result.Value is not null)
        {
            await _old.TryRemoveOfAsync(removed);
        }

        return result;
    }
}
