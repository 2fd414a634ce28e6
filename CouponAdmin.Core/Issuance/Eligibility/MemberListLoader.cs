using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;

namespace CouponAdmin.Core.Issuance.Eligibility;

/// <summary>Brings a campaign's member list from the database to the store, under the list's own name. The facts name it afterwards: that is the switch.</summary>
/// <remarks>
/// Adds only, so two instances may load at once, and a crash leaves a set that is too small: the admission script judges nobody by one
/// whose size isn't the list's.
/// </remarks>
public sealed class MemberListLoader(IDbContextFactory<CouponDbContext> databases, StoreConnections store)
{
    /// <summary>Whether the store holds the campaign's list as a whole; true for a campaign without one.</summary>
    internal async Task<bool> IsLoadedAsync(Campaign campaign) => campaign.MemberListKey is null
        || await store.Draining.SetLengthAsync(KeyOf(campaign), CommandFlags.DemandMaster) == campaign.MemberListSize;

    /// <summary>Loads the list unless the store holds it.</summary>
    internal async Task LoadAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        if (await IsLoadedAsync(campaign))
        {
            return;
        }

        RedisKey key = KeyOf(campaign);
        if (await store.Draining.SetLengthAsync(key, CommandFlags.DemandMaster) > campaign.MemberListSize)
        {
            // Somebody was taken off it at their own wish, and the store didn't hear of it.
            await store.Draining.KeyDeleteAsync(key, CommandFlags.DemandMaster);
        }

        await LoadAsync(key, campaign.MemberListKey!.Value, cancellationToken);

        // Replaced meanwhile: whoever did it has taken this one out of the store already, and nobody would again.
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Campaign>().Where(c => c.Id == campaign.Id).Select(c => c.MemberListKey).SingleAsync(cancellationToken) != campaign.MemberListKey)
        {
            await store.Draining.KeyDeleteAsync(key, CommandFlags.DemandMaster);
        }
    }

    /// <summary>Loads a list that no campaign names yet.</summary>
    internal Task LoadAsync(Guid campaign, Guid list, CancellationToken cancellationToken) =>
        LoadAsync(new CampaignKeys(campaign).Members(list.ToString("N")), list, cancellationToken);

    private async Task LoadAsync(RedisKey key, Guid list, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        IAsyncEnumerable<RedisValue[]> chunks = db.Set<ListedMember>().AsNoTracking()
            .Where(m => m.ListId == db.Set<MemberList>().Single(l => l.Key == list).Id).OrderBy(m => m.Member)
            .Select(m => m.Member).AsAsyncEnumerable().Select(member => (RedisValue)member).Chunk(MemberListRules.MembersPerCommand);
        await foreach (RedisValue[] chunk in chunks.WithCancellation(cancellationToken))
        {
            await store.Draining.SetAddAsync(key, chunk, CommandFlags.DemandMaster);
        }
    }

    /// <summary>Takes a list out of the store that no facts name any more.</summary>
    internal Task DropAsync(Guid campaign, Guid list) =>
        store.Draining.KeyDeleteAsync(new CampaignKeys(campaign).Members(list.ToString("N")), CommandFlags.DemandMaster);

    private static RedisKey KeyOf(Campaign campaign) => new CampaignKeys(campaign.Key).Members(campaign.MemberListName);
}
