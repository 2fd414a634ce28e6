using System.Linq.Expressions;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance.Pools;

/// <summary>Removes files of codes that don't count: of imports that were refused or ended early, and of pools that were removed.</summary>
/// <remarks>First the row says that it was given up, so that nobody writes into it or attaches it any more; then the codes go, and the row last. Whatever ends it in between, the next run goes on.</remarks>
public sealed class OldCodeImports(IDbContextFactory<CouponDbContext> databases, StoreClock clock)
{
    /// <summary>One import, unless it is attached; false when the database is away, and the daily housekeeping does it.</summary>
    internal Task<bool> TryRemoveAsync(long import) => TryAsync(async () =>
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(CancellationToken.None);
        await RemoveAsync(db, import, CancellationToken.None);
    });

    /// <summary>What a removed pool left behind, in the same way.</summary>
    internal Task<bool> TryRemoveOfAsync(long campaignId) => TryAsync(() => RemoveOfAsync(campaignId, CancellationToken.None));

    /// <summary>Those of one campaign that have said nothing for long, or were given up.</summary>
    internal Task RemoveOfAsync(long campaignId, CancellationToken cancellationToken) => RemoveAsync(i => i.CampaignId == campaignId, cancellationToken);

    /// <summary>The same of all campaigns.</summary>
    internal Task RemoveAllAsync(CancellationToken cancellationToken) => RemoveAsync(_ => true, cancellationToken);

    private static async Task<bool> TryAsync(Func<Task> remove)
    {
        try
        {
            await remove();
            return true;
        }
        catch (Exception e) when (Outage.Is(e))
        {
            return false;
        }
    }

    private async Task RemoveAsync(Expression<Func<CodeImport, bool>> which, CancellationToken cancellationToken)
    {
        StoreTime silentSince = clock.Now + -CodePoolRules.LeaseFor;
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        List<long> old = await db.Set<CodeImport>().Where(which)
            .Where(i => i.AttachedAt == null && (i.FirstNumber == CodeImport.GivenUp || i.TouchedAt < silentSince)).Select(i => i.Id).ToListAsync(cancellationToken);
        foreach (long import in old)
        {
            await RemoveAsync(db, import, cancellationToken);
        }
    }

    private static async Task RemoveAsync(CouponDbContext db, long import, CancellationToken cancellationToken)
    {
        IQueryable<CodeImport> row = db.Set<CodeImport>().Where(i => i.Id == import && i.AttachedAt == null);
        if (await row.ExecuteUpdateAsync(set => set.SetProperty(i => i.FirstNumber, CodeImport.GivenUp), cancellationToken) == 0)
        {
            return;
        }

        while (await db.Set<PooledCode>().Where(c => c.ImportId == import).OrderBy(c => c.Number)
            .Take(CodePoolRules.CodesPerTransaction).ExecuteDeleteAsync(cancellationToken) > 0)
        {
        }

        await row.ExecuteDeleteAsync(cancellationToken);
    }
}
