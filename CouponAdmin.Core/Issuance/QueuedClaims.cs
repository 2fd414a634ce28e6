using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;

namespace CouponAdmin.Core.Issuance;

/// <summary>Finds a member's claims that have a ticket and no row yet, over all campaigns that can have such claims.</summary>
internal sealed class QueuedClaims(IDbContextFactory<CouponDbContext> databases, StoreConnections store, StoreClock clock)
{
    /// <summary>Campaigns whose queues are asked for one member; more are hardly ever open at once, and the newest openings come first.</summary>
    public const int QueuesMax = 50;

    /// <summary>Newest first; null when the store can't say, which must not look like "none".</summary>
    public async Task<IReadOnlyList<MyCoupon>?> FindAsync(string member, CancellationToken cancellationToken)
    {
        List<Campaign> campaigns = await LiveAsync(cancellationToken);
        try
        {
            (Campaign Campaign, bool IsWarm, double? Ticket)[] answers = await Task.WhenAll(campaigns.Select(campaign => AskAsync(campaign, member)));
            if (!Array.TrueForAll(answers, answer => answer.IsWarm))
            {
                return null;
            }

            // The queue first, the rows second: what is recorded in between is taken for recorded.
            (Campaign Campaign, long Ticket)[] admitted = [.. answers.Where(a => a.Ticket is not null).Select(a => (a.Campaign, (long)a.Ticket!.Value))];
            HashSet<long> recorded = await RecordedAsync(member, admitted.Select(a => a.Campaign.Id), cancellationToken);
            return
            [
                .. admitted.Where(a => !recorded.Contains(a.Campaign.Id))
                    .OrderByDescending(a => a.Ticket)
                    .Select(a => new MyCoupon(new MyClaim(a.Campaign.Slug, ClaimStatus.Queued, a.Ticket), a.Campaign.Name, a.Campaign.Benefit)),
            ];
        }
        catch (Exception e) when (Outage.Is(e))
        {
            return null;
        }
    }

    /// <summary>Who holds this ticket in a queue that may still have unrecorded claims; none when the store can't say.</summary>
    public async Task<IReadOnlyList<string>> MembersOfAsync(long ticket, CancellationToken cancellationToken)
    {
        List<Campaign> campaigns = await LiveAsync(cancellationToken);
        try
        {
            RedisValue[][] found = await Task.WhenAll(campaigns.Select(c => store.Draining.SortedSetRangeByScoreAsync(
                new CampaignKeys(c.Key).Queue, ticket, ticket, flags: CommandFlags.DemandMaster)));
            return [.. found.SelectMany(members => members).Select(member => member.ToString()).Distinct(StringComparer.Ordinal)];
        }
        catch (Exception e) when (Outage.Is(e))
        {
            return [];
        }
    }

    // A sealed campaign's queue is recorded to its end; one that hasn't begun has admitted nobody.
    private async Task<List<Campaign>> LiveAsync(CancellationToken cancellationToken)
    {
        StoreTime now = clock.Now;
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Campaign>().AsNoTracking().Where(c => c.IsPublished && !c.IsArchived && c.SealedAt == null && c.OpensAt <= now)
            .OrderByDescending(c => c.OpensAt).Take(QueuesMax).ToListAsync(cancellationToken);
    }

    private async Task<(Campaign Campaign, bool IsWarm, double? Ticket)> AskAsync(Campaign campaign, string member)
    {
        CampaignKeys keys = new(campaign.Key);
        Task<bool> isWarm = store.Draining.KeyExistsAsync(keys.Facts, CommandFlags.DemandMaster);
        Task<double?> ticket = store.Draining.SortedSetScoreAsync(keys.Queue, member, CommandFlags.DemandMaster);
        return (campaign, await isWarm, await ticket);
    }

    private async Task<HashSet<long>> RecordedAsync(string member, IEnumerable<long> campaigns, CancellationToken cancellationToken)
    {
        long[] ids = [.. campaigns];
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return [.. await db.Set<IssuanceRecord>().Where(i => i.Member == member && ids.Contains(i.CampaignId)).Select(i => i.CampaignId).ToListAsync(cancellationToken)];
    }
}
