using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance.Admitting;
using CouponAdmin.Core.Issuance.Eligibility;
using CouponAdmin.Core.Issuance.Quarantine;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CouponAdmin.Core.Issuance.Books;

/// <summary>Makes the store agree with the database: every recorded ticket in the queue, then the watermark and the member list, then the facts, which open admission.</summary>
/// <remarks>
/// Merges only: rows are added where they are missing, so a live and healthy campaign stays as it is and two instances may warm at once.
/// A crash in between leaves a campaign without facts, which admits nobody and is warmed again.
/// </remarks>
internal sealed partial class CampaignWarmer(
    IDbContextFactory<CouponDbContext> databases, StoreConnections store, StoreMasters masters, CampaignFacts facts, KnownTickets tickets, BooksReader books, MemberListLoader lists, ILogger<CampaignWarmer> log)
    : ICampaignWarmer
{
    /// <summary>Rows sent to the store in one command.</summary>
    public const int RowsPerCommand = 1_000;

    private static readonly RedisScript Raise = RedisScript.Load("raise_progress-1");
    private static readonly RedisScript Reset = RedisScript.Load("reset_progress-1");

    public async Task<WarmOutcome> WarmAsync(long campaignId, CancellationToken cancellationToken)
    {
        Campaign campaign = await CampaignAsync(campaignId, cancellationToken);
        if (campaign.SealedAt is not null || !campaign.IsPublished)
        {
            return default;
        }

        // Known first, queue second: the other order would take a claim admitted in between for a loss.
        long known = tickets.Of(campaign.Key);
        StoreBooks found = await books.ReadAsync(campaign);
        int loaded = 0;
        if (found.HasLostData(campaign, known))
        {
            await EnsureMasterAsync(campaign.Key);
            await AdmitLossAsync(campaign, found, cancellationToken);

            // Another instance may still say "sold out" from memory, and not know whoever gets a lost ticket's unit.
            Task passed = Task.Delay(CampaignFacts.OnSaleAfter, cancellationToken);
            loaded = await LoadRowsAsync(campaign, above: 0, cancellationToken);
            await passed;
        }

        tickets.Raise(campaign.Key, campaign.Watermark);
        await LiftSealAsync(new CampaignKeys(campaign.Key), campaign.MemberListName);
        await RaiseProgressAsync(campaign.Key, campaign.Watermark, campaign.Recorded);
        await lists.LoadAsync(campaign, cancellationToken);
        return new WarmOutcome(loaded, await facts.CreateAsync(campaignId, cancellationToken));
    }

    /// <summary>Copies the database's watermark and count of rows to the store, only upwards.</summary>
    public Task RaiseProgressAsync(Guid campaign, long watermark, int recorded) =>
        Raise.RunAsync(store.Draining, [new CampaignKeys(campaign).Progress], watermark, recorded);

    /// <summary>Sets the store's copies back to the database's, where they are ahead: after a restored database.</summary>
    public async Task ResetProgressAsync(long campaignId, CancellationToken cancellationToken)
    {
        Campaign campaign = await CampaignAsync(campaignId, cancellationToken);
        StoreBooks found = await books.ReadAsync(campaign);
        if (found.WatermarkCopy > campaign.Watermark)
        {
            await Reset.RunAsync(store.Draining, [new CampaignKeys(campaign.Key).Progress], found.WatermarkCopy, campaign.Watermark, campaign.Recorded);
        }
    }

    /// <summary>Puts the newest recorded claims into the queue where it misses them.</summary>
    /// <param name="above">From which ticket on.</param>
    public async Task LoadTailAsync(long campaignId, long above, CancellationToken cancellationToken)
    {
        Campaign campaign = await CampaignAsync(campaignId, cancellationToken);
        await EnsureMasterAsync(campaign.Key);
        await LoadRowsAsync(campaign, above, cancellationToken);
    }

    // A server that was demoted, or woke up late, has lost nothing that counts: only the master is mended.
    private async Task EnsureMasterAsync(Guid campaign)
    {
        RedisKey queue = new CampaignKeys(campaign).Queue;
        StoreMaster? master = await masters.ConfirmAsync(queue);
        if (master is null || !master.Server.EndPoint.Equals(store.Draining.Multiplexer.GetServer(queue, flags: CommandFlags.DemandMaster).EndPoint))
        {
            throw new RedisConnectionException(
                ConnectionFailureType.UnableToResolvePhysicalConnection, CommandFlags.None, "The server that misses data is not confirmed as the master.");
        }
    }

    // Facts away first: nobody is admitted into a queue that misses rows. Then the epoch: a drainer that read before can't commit.
    private async Task AdmitLossAsync(Campaign campaign, StoreBooks found, CancellationToken cancellationToken)
    {
        LogLost(log, campaign.Slug, found.UpToWatermark, campaign.Recorded);
        await store.Draining.KeyDeleteAsync(new CampaignKeys(campaign.Key).Facts, CommandFlags.DemandMaster);
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        Campaign row = await CampaignLock.ByIdAsync(db, campaign.Id, cancellationToken);
        row.Epoch++;
        row.Version++;
        row.Floor = Math.Max(Math.Max(row.Floor, row.Watermark), tickets.Of(campaign.Key));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    // A database restored to before the seal has the campaign open again: its keys must not end by the seal's clock.
    private Task<bool[]> LiftSealAsync(CampaignKeys keys, string list) => Task.WhenAll(
        new[] { keys.Facts, keys.Queue, keys.Progress, keys.Members(list) }.Select(key => store.Draining.KeyPersistAsync(key, CommandFlags.DemandMaster)));

    private async Task<int> LoadRowsAsync(Campaign campaign, long above, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        Dictionary<long, string> unstorable = await db.Set<QuarantinedClaim>().AsNoTracking().Where(q => q.CampaignId == campaign.Id)
            .ToDictionaryAsync(q => q.Ticket, q => q.Member, cancellationToken);
        IAsyncEnumerable<SortedSetEntry[]> chunks = db.Set<IssuanceRecord>().AsNoTracking().Where(i => i.CampaignId == campaign.Id && i.Ticket > above).OrderBy(i => i.Ticket)
            .Select(i => new { i.Member, i.Ticket }).AsAsyncEnumerable()
            .Select(i => new SortedSetEntry(unstorable.GetValueOrDefault(i.Ticket, i.Member), i.Ticket)).Chunk(RowsPerCommand);
        long loaded = 0;
        await foreach (SortedSetEntry[] chunk in chunks.WithCancellation(cancellationToken))
        {
            loaded += await store.Draining.SortedSetAddAsync(new CampaignKeys(campaign.Key).Queue, chunk, SortedSetWhen.NotExists, CommandFlags.DemandMaster);
        }

        return (int)loaded;
    }

    private async Task<Campaign> CampaignAsync(long campaignId, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Campaign>().IgnoreQueryFilters().AsNoTracking().SingleAsync(c => c.Id == campaignId, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store lost data of campaign {Slug}: {Held} tickets up to the watermark, {Recorded} rows. Loading the rows again.")]
    private static partial void LogLost(ILogger logger, string slug, int held, int recorded);
}
