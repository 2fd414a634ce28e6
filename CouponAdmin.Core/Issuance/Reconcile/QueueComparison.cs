using System.Globalization;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance.Quarantine;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;

namespace CouponAdmin.Core.Issuance.Reconcile;

/// <summary>Every row against the queue, a slice at a time: the database is the truth, the store the copy.</summary>
internal sealed class QueueComparison(IDbContextFactory<CouponDbContext> databases, StoreConnections store)
{
    /// <summary>Rows that are looked up in one command.</summary>
    private const int RowsPerCommand = 1_000;

    /// <summary>What the rows of a campaign are to the queue.</summary>
    /// <param name="Rows">Rows compared.</param>
    /// <param name="UpToWatermark">Of them, those whose ticket the queue has at or below the watermark.</param>
    internal sealed record Outcome(int Rows, int UpToWatermark, int Missing, int Differing, string FirstMissing, string FirstDiffering);

    /// <param name="campaign">As read before the queue.</param>
    /// <param name="repair">Missing tickets are added, differing ones are set to the row's: a member's row says which ticket is theirs.</param>
    public async Task<Outcome> RunAsync(Campaign campaign, bool repair, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        Dictionary<long, string> unstorable = await db.Set<QuarantinedClaim>().AsNoTracking().Where(q => q.CampaignId == campaign.Id)
            .ToDictionaryAsync(q => q.Ticket, q => q.Member, cancellationToken);
        IAsyncEnumerable<SortedSetEntry[]> slices = db.Set<IssuanceRecord>().AsNoTracking().Where(i => i.CampaignId == campaign.Id).OrderBy(i => i.Ticket)
            .Select(i => new { i.Member, i.Ticket }).AsAsyncEnumerable()
            .Select(i => new SortedSetEntry(unstorable.GetValueOrDefault(i.Ticket, i.Member), i.Ticket)).Chunk(RowsPerCommand);
        Outcome sum = new(0, 0, 0, 0, "", "");
        await foreach (SortedSetEntry[] slice in slices.WithCancellation(cancellationToken))
        {
            sum = await CompareAsync(campaign, slice, sum, repair);
        }

        return sum;
    }

    private async Task<Outcome> CompareAsync(Campaign campaign, SortedSetEntry[] rows, Outcome sum, bool repair)
    {
        RedisKey queue = new CampaignKeys(campaign.Key).Queue;
        double?[] scores = await store.Draining.SortedSetScoresAsync(queue, [.. rows.Select(r => r.Element)], CommandFlags.DemandMaster);
        SortedSetEntry[] missing = [.. rows.Where((_, i) => scores[i] is null)];
        SortedSetEntry[] differing = [.. rows.Where((r, i) => scores[i] is { } score && score != r.Score)];
        if (repair && missing.Length + differing.Length > 0)
        {
            await store.Draining.SortedSetAddAsync(queue, [.. missing, .. differing], CommandFlags.DemandMaster);
        }

        return sum with
        {
            Rows = sum.Rows + rows.Length,
            UpToWatermark = sum.UpToWatermark + scores.Count(s => s <= campaign.Watermark),
            Missing = sum.Missing + missing.Length,
            Differing = sum.Differing + differing.Length,
            FirstMissing = sum.FirstMissing.Length > 0 || missing.Length == 0 ? sum.FirstMissing : Show(missing[0]),
            FirstDiffering = sum.FirstDiffering.Length > 0 || differing.Length == 0 ? sum.FirstDiffering : Show(differing[0]),
        };
    }

    private static string Show(SortedSetEntry row) => string.Create(CultureInfo.InvariantCulture, $"{row.Element} · {row.Score:F0}");
}
