using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;

namespace CouponAdmin.Core.Campaigns;

/// <summary>Reads and writes what the store knows of a campaign. Facts are written as a whole, and only if their version is newer.</summary>
public sealed class CampaignFacts(StoreConnections store, IDbContextFactory<CouponDbContext> databases, StoreClock clock)
{
    /// <summary>Units that end a "sold out" go on sale this much later: longer than any instance says it from memory (SoldOutMemory.GoodFor).</summary>
    public static readonly TimeSpan OnSaleAfter = TimeSpan.FromMilliseconds(500);

    /// <summary>A timer may end a little early by the store's clock.</summary>
    private static readonly TimeSpan TimerMargin = TimeSpan.FromMilliseconds(10);

    private static readonly RedisScript Write = RedisScript.Load("write_facts-2");
    private static readonly RedisScript Lower = RedisScript.Load("lower_quantity-2");
    private static readonly RedisScript Read = RedisScript.Load("read_counts-4");

    /// <summary>Called with a campaign's key when this instance has brought facts to the store: what was known of them before is old.</summary>
    internal Action<Guid>? WhenRenewed { get; set; }

    /// <summary>What became of an attempt to lower the quantity in the store.</summary>
    /// <param name="IsLowered">The store holds the lower quantity now.</param>
    /// <param name="IsStale">The store has no facts, or newer ones than the database: warm, and try again.</param>
    /// <param name="Given">Units that are given already; the lowest quantity possible.</param>
    internal readonly record struct LowerAnswer(bool IsLowered, bool IsStale, int Given);

    /// <summary>Reads all numbers in one round trip.</summary>
    /// <exception cref="RedisException">The store doesn't answer.</exception>
    public async Task<CampaignCounts> ReadAsync(Guid campaign)
    {
        CampaignKeys keys = new(campaign);
        RedisResult[] values = (RedisResult[])(await Read.RunAsync(store.Draining, [keys.Facts, keys.Queue, keys.Progress, keys.Drainer]))!;
        string? drainer = (string?)values[8];
        CampaignCounts counts = new(
            new StoreTime((long)values[0]), (long)values[1], (int)values[2], (int)values[3], (int)values[4], (long)values[5], (long)values[6], (int)values[7],
            CampaignKeys.HolderOf(drainer));
        clock.Correct(counts.Now);
        return counts;
    }

    /// <summary>Reads all numbers, or gives null when the store doesn't answer: unknown must never look like sold out.</summary>
    public async Task<CampaignCounts?> TryReadAsync(Guid campaign)
    {
        try
        {
            return await ReadAsync(campaign);
        }
        catch (Exception e) when (Outage.Is(e))
        {
            return null;
        }
    }

    /// <summary>What the store holds after facts were brought.</summary>
    /// <param name="Version">0 when it has none.</param>
    /// <param name="OnSaleIn">Until every unit is on sale.</param>
    internal readonly record struct Written(long Version, TimeSpan OnSaleIn);

    /// <summary>Brings the database's facts to the store where the store has some already.</summary>
    internal Task<Written> UpdateAsync(long campaignId, CancellationToken cancellationToken) => SyncAsync(campaignId, create: false, cancellationToken);

    /// <summary>The same, and comes back when the units that were added are on sale: at once, but for a sale that was sold out.</summary>
    internal async Task PutOnSaleAsync(long campaignId)
    {
        // Committed: it takes effect even if the asker leaves now.
        Written written = await UpdateAsync(campaignId, CancellationToken.None);
        if (written.OnSaleIn > TimeSpan.Zero)
        {
            await Task.Delay(written.OnSaleIn + TimerMargin, CancellationToken.None);
        }
    }

    /// <summary>The same after an act that is committed: false when the store doesn't answer; the books check then brings the facts as soon as it does.</summary>
    internal async Task<bool> TryPutOnSaleAsync(long campaignId)
    {
        try
        {
            await PutOnSaleAsync(campaignId);
            return true;
        }
        catch (Exception e) when (Outage.Is(e))
        {
            store.AskForCheck();
            return false;
        }
    }

    /// <summary>Brings the database's facts to the store; the last step of warming, as it opens admission. Gives the version that the store holds now.</summary>
    public async Task<long> CreateAsync(long campaignId, CancellationToken cancellationToken) =>
        (await SyncAsync(campaignId, create: true, cancellationToken)).Version;

    /// <summary>Lowers the quantity in the store unless more is given. The caller holds the campaign's row.</summary>
    internal async Task<LowerAnswer> LowerAsync(Campaign campaign, int quantity, long version)
    {
        CampaignKeys keys = new(campaign.Key);
        int[] answer = (int[])(await Lower.RunAsync(store.Draining, [keys.Facts, keys.Queue], version, quantity))!;
        return new LowerAnswer(answer[0] == 1, answer[0] == -1, answer[1]);
    }

    /// <summary>The first fact that the store holds otherwise than the database, by name; null when all are the same.</summary>
    internal async Task<string?> DifferenceAsync(Campaign c)
    {
        (string Name, RedisValue Value)[] facts =
        [
            ("version", c.Version), ("quantity", c.Quantity), ("void", c.Voided), ("opens_us", c.OpensAt.Microseconds), ("closes_us", c.ClosesAt.Microseconds),
            ("paused", c.IsPaused ? 1 : 0), ("closed", c.IsClosed ? 1 : 0), ("floor", c.Floor),
            ("list", c.MemberListName), ("list_size", c.MemberListSizeName),
        ];
        RedisValue[] held = await store.Draining.HashGetAsync(
            new CampaignKeys(c.Key).Facts, [.. facts.Select(fact => (RedisValue)fact.Name)], CommandFlags.DemandMaster);

        // Another version: somebody changed the campaign just now, and these are not the facts to compare with.
        for (int i = 1; i < facts.Length && held[0] == facts[0].Value; i++)
        {
            // Facts that an older version wrote say nothing of a list, as those of a campaign without one do.
            if ((held[i].IsNull ? RedisValue.EmptyString : held[i]) != facts[i].Value)
            {
                return $"{facts[i].Name} {held[i]} ≠ {facts[i].Value}";
            }
        }

        return null;
    }

    private async Task<Written> SyncAsync(long campaignId, bool create, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        Campaign campaign = await db.Set<Campaign>().IgnoreQueryFilters().AsNoTracking().SingleAsync(c => c.Id == campaignId, cancellationToken);
        Written held = await WriteAsync(campaign, create);
        if (held.Version <= campaign.Version)
        {
            return held;
        }

        // The store is ahead of the database: either somebody changed the campaign just now, or the database was restored to an earlier moment.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        campaign = await CampaignLock.ByIdAsync(db, campaignId, cancellationToken);
        if (campaign.Version < held.Version)
        {
            campaign.Version = held.Version + 1;
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            held = await WriteAsync(campaign, create);
        }

        return held;
    }

    /// <summary>Writes these facts unless the store holds newer ones; gives what it holds now.</summary>
    internal async Task<Written> WriteAsync(Campaign c, bool create)
    {
        CampaignKeys keys = new(c.Key);
        long[] answer = (long[])(await Write.RunAsync(
            store.Draining, [keys.Facts, keys.Queue],
            c.Version, c.Quantity, c.Voided, c.OpensAt.Microseconds, c.ClosesAt.Microseconds, c.IsPaused ? 1 : 0, c.IsClosed ? 1 : 0, c.Floor, create ? 1 : 0,
            (long)OnSaleAfter.TotalMicroseconds, c.MemberListName, c.MemberListSizeName))!;
        WhenRenewed?.Invoke(c.Key);
        return new Written(answer[1], TimeSpan.FromMicroseconds(answer[2]));
    }
}
