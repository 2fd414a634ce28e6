using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance.FailOver;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using StackExchange.Redis;

namespace CouponAdmin.Core.Issuance.Notices;

/// <summary>Finds those who wait for a result and hold no ticket any more.</summary>
internal sealed class LostTickets(StoreConnections store, FailOverRecovery failOver, StoreClock clock)
{
    private long _told;

    /// <summary>Waiting members who were told that their claim is lost, since this instance's start.</summary>
    public long Told => Interlocked.Read(ref _told);

    public void NoteTold() => Interlocked.Increment(ref _told);

    /// <summary>Of these members, who has no ticket; nobody while that isn't certain.</summary>
    public async Task<HashSet<string>> WithoutTicketAsync(Guid campaign, string[] members)
    {
        try
        {
            return await failOver.ServingAsync(campaign) is not null && await IsCertainAsync(campaign) ? await MissingAsync(campaign, members) : [];
        }
        catch (Exception e) when (Outage.Is(e))
        {
            return [];
        }
    }

    /// <summary>The campaign is in the store, and no fail-over is being settled, in which others may still put claims back.</summary>
    public async Task<bool> IsCertainAsync(Guid campaign)
    {
        Task<bool> isWarm = store.Draining.KeyExistsAsync(new CampaignKeys(campaign).Facts, CommandFlags.DemandMaster);
        bool isSettling = await failOver.IsSettlingAsync(campaign, clock.Now);
        return await isWarm && !isSettling;
    }

    private async Task<HashSet<string>> MissingAsync(Guid campaign, string[] members)
    {
        double?[] tickets = await store.Draining.SortedSetScoresAsync(
            new CampaignKeys(campaign).Queue, [.. members.Select(member => (RedisValue)member)], CommandFlags.DemandMaster);
        return members.Where((_, i) => tickets[i] is null).ToHashSet(StringComparer.Ordinal);
    }
}
