using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance.Eligibility;

/// <summary>Removes lists that no campaign names: those that were replaced, and what an import left behind that ended early.</summary>
/// <remarks>The store first, the row last: whatever ends it in between, the next run goes on.</remarks>
public sealed class OldMemberLists(IDbContextFactory<CouponDbContext> databases, MemberListLoader store, StoreClock clock)
{
    /// <summary>A list that was in force until now, or never came into force; false when store or database is away, and the daily housekeeping does it.</summary>
    internal async Task<bool> TryRemoveAsync(Guid campaign, Guid list)
    {
        try
        {
            await using CouponDbContext db = await databases.CreateDbContextAsync(CancellationToken.None);
            await RemoveAsync(db, campaign, await db.Set<MemberList>().AsNoTracking().Where(l => l.Key == list).ToListAsync(), CancellationToken.None);
            return true;
        }
        catch (Exception e) when (Outage.Is(e))
        {
            return false;
        }
    }

    /// <summary>Of all campaigns, what is older than any import takes.</summary>
    internal async Task RemoveAllAsync(CancellationToken cancellationToken)
    {
        StoreTime abandoned = clock.Now + -MemberListRules.ImportTakesAtMost;
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        var old = await db.Set<MemberList>().AsNoTracking().Where(l => l.ImportedAt < abandoned)
            .Join(db.Set<Campaign>(), l => l.CampaignId, c => c.Id, (list, c) => new { List = list, c.Key, c.MemberListKey })
            .Where(l => l.MemberListKey == null || l.List.Key != l.MemberListKey).ToListAsync(cancellationToken);
        foreach (var one in old)
        {
            await RemoveAsync(db, one.Key, [one.List], cancellationToken);
        }
    }

    /// <summary>Takes a member off every list, at their own wish. The books check brings the smaller list to the store.</summary>
    /// <returns>How many lists they were on.</returns>
    internal static async Task<int> TakeOffAsync(CouponDbContext db, string member, StoreTime? now, CancellationToken cancellationToken)
    {
        List<Guid> named = await db.Set<ListedMember>().Where(m => m.Member == member).Join(db.Set<MemberList>(), m => m.ListId, l => l.Id, (_, l) => l.Key)
            .ToListAsync(cancellationToken);
        await db.Set<Campaign>().Where(c => c.MemberListKey != null && named.Contains(c.MemberListKey.Value)).ExecuteUpdateAsync(
            set => set.SetProperty(c => c.MemberListSize, c => c.MemberListSize - 1).SetProperty(c => c.Version, c => c.Version + 1).SetProperty(c => c.ChangedAt, now),
            cancellationToken);
        return await db.Set<ListedMember>().Where(m => m.Member == member).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task RemoveAsync(CouponDbContext db, Guid campaign, IReadOnlyList<MemberList> old, CancellationToken cancellationToken)
    {
        foreach (MemberList list in old)
        {
            await store.DropAsync(campaign, list.Key);
            while (await db.Set<ListedMember>().Where(m => m.ListId == list.Id).OrderBy(m => m.Member)
                .Take(MemberListRules.MembersPerTransaction).ExecuteDeleteAsync(cancellationToken) > 0)
            {
            }

            await db.Set<MemberList>().Where(l => l.Id == list.Id).ExecuteDeleteAsync(cancellationToken);
        }
    }
}
