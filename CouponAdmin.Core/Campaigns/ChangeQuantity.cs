using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Campaigns;

/// <summary>Raises or lowers a campaign's quantity in mid-sale.</summary>
/// <remarks>
/// Raise: database first, then facts. Lower: under the row's lock the store refuses or lowers first, then the database commits;
/// at every moment the store's quantity is at most the database's.
/// </remarks>
public sealed class ChangeQuantity(CampaignChange change, CampaignFacts facts, ICampaignWarmer warmer, StoreConnections store)
{
    /// <summary>Refused with <see cref="RefusalKind.BelowAdmitted"/> (bound: the units given) below what is given already, and above the codes of its pool.</summary>
    public async Task<Result<CampaignView>> ExecuteAsync(CampaignSeen seen, int? quantity, string? reason, Actor by, CancellationToken cancellationToken)
    {
        FieldProblem[] problems = [.. CampaignDraftRules.QuantityProblems(quantity), .. CampaignDraftRules.ReasonProblems(reason)];
        if (problems.Length > 0 || quantity is not { } wanted)
        {
            return Refusal.Invalid(problems);
        }

        long? stale = null;
        Result<CampaignView> result = await RunAsync();
        if (stale is { } campaignId)
        {
            // The store has no facts to lower, or newer ones than a restored database: after warming both agree.
            result = await TryWarmAsync(campaignId, cancellationToken) ? await RunAsync() : NoStore();
        }

        return result;

        Task<Result<CampaignView>> RunAsync() => change.RunAsync(seen, by, AuditAction.ChangeQuantity, reason, (campaign, now) => SetAsync(campaign, now, wanted, id => stale = id), cancellationToken);
    }

    private async ValueTask<Refusal?> SetAsync(Campaign campaign, StoreTime now, int wanted, Action<long> stale)
    {
        CampaignState state = campaign.StateAt(now, remaining: null);
        if (state is CampaignState.Draft or CampaignState.Closed or CampaignState.Archived)
        {
            return CampaignChange.WrongState(state, "given another quantity");
        }

        if (wanted > campaign.Quantity && PoolBound.RefusalOf(campaign, "quantity", wanted, campaign.Returned) is { } tooFew)
        {
            return tooFew;
        }

        if (wanted < campaign.Quantity)
        {
            if (await TryLowerAsync(campaign, wanted) is not { } answer)
            {
                return NoStore();
            }

            if (answer.IsStale)
            {
                stale(campaign.Id);
                return NoStore();
            }

            if (!answer.IsLowered)
            {
                return new Refusal(RefusalKind.BelowAdmitted, $"{answer.Given} units are given already; the quantity can't go below that.") { Bound = answer.Given };
            }
        }

        campaign.Quantity = wanted;
        return null;
    }

    private static Refusal NoStore() => new(RefusalKind.StoreUnavailable, "The store must allow a lower quantity, and it doesn't answer at this moment; ask again.");

    // Sent but not answered, the store may have lowered all the same: the books check then brings the database's quantity back.
    private async Task<CampaignFacts.LowerAnswer?> TryLowerAsync(Campaign campaign, int wanted)
    {
        try
        {
            return await facts.LowerAsync(campaign, wanted, campaign.Version + 1);
        }
        catch (Exception e) when (Outage.Is(e))
        {
            store.AskForCheck();
            return null;
        }
    }

    private async Task<bool> TryWarmAsync(long campaignId, CancellationToken cancellationToken)
    {
        try
        {
            await warmer.WarmAsync(campaignId, cancellationToken);
            return true;
        }
        catch (Exception e) when (Outage.Is(e) && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
