using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Campaigns;

/// <summary>Raises or lowers a campaign's quantity in mid-sale.</summary>
/// <remarks>
/// Raise: database first, then facts. Lower: under the row's lock the store refuses or lowers first, then the database commits;
/// at every moment the store's quantity is at most the database's.
/// </remarks>
public sealed class ChangeQuantity(CampaignChange change, CampaignFacts facts, ICampaignWarmer warmer)
{
    /// <summary>Refused with <see cref="RefusalKind.BelowAdmitted"/> (bound: the units given) below what is given already.</summary>
    public async Task<Result<CampaignView>> ExecuteAsync(string slug, int? quantity, string? reason, Actor by, CancellationToken cancellationToken)
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
            await warmer.WarmAsync(campaignId, cancellationToken);
            result = await RunAsync();
        }

        return result;

        Task<Result<CampaignView>> RunAsync() => change.RunAsync(slug, by, "change-quantity", reason, (campaign, now) => SetAsync(campaign, now, wanted, id => stale = id), cancellationToken);
    }

    private async ValueTask<Refusal?> SetAsync(Campaign campaign, StoreTime now, int wanted, Action<long> stale)
    {
        CampaignState state = campaign.StateAt(now, remaining: null);
        if (state is CampaignState.Draft or CampaignState.Closed or CampaignState.Archived)
        {
            return CampaignChange.WrongState(state, "given another quantity");
        }

        if (wanted < campaign.Quantity)
        {
            CampaignFacts.LowerAnswer answer = await facts.LowerAsync(campaign, wanted, campaign.Version + 1);
            if (answer.IsStale)
            {
                stale(campaign.Id);
                return new Refusal(RefusalKind.StoreUnavailable, "The campaign is not in the store at this moment; ask again.");
            }

            if (!answer.IsLowered)
            {
                return new Refusal(RefusalKind.BelowAdmitted, $"{answer.Given} units are given already; the quantity can't go below that.") { Bound = answer.Given };
            }
        }

        campaign.Quantity = wanted;
        return null;
    }
}
