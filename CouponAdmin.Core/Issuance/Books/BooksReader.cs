using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Issuance.Books;

/// <summary>What the store holds of a campaign, split at the database's watermark.</summary>
/// <param name="FactsVersion">0: no facts.</param>
/// <param name="Admitted">Tickets in the queue.</param>
/// <param name="AboveWatermark">Of them, those that have no row yet.</param>
/// <param name="LastTicket">0 when the queue is empty.</param>
/// <param name="WatermarkCopy">The store's copy.</param>
internal readonly record struct StoreBooks(long FactsVersion, int Admitted, int AboveWatermark, long LastTicket, long WatermarkCopy)
{
    /// <summary>Tickets that must have a row.</summary>
    public int UpToWatermark => Admitted - AboveWatermark;

    /// <summary>Fewer tickets than rows, or the queue ends below a ticket that somebody was given.</summary>
    public bool HasLostData(Campaign campaign, long highestKnown) =>
        UpToWatermark < campaign.Recorded || (LastTicket < highestKnown && campaign.Floor < highestKnown);

    /// <summary>More tickets below the watermark than rows: some were passed over and must be drained.</summary>
    public bool HasStrays(Campaign campaign) => UpToWatermark > campaign.Recorded;
}

/// <summary>Reads the store's side of the books.</summary>
internal sealed class BooksReader(StoreConnections store)
{
    private static readonly RedisScript Count = RedisScript.Load("count_books-3");

    /// <param name="campaign">The row; its watermark splits the queue.</param>
    public async Task<StoreBooks> ReadAsync(Campaign campaign)
    {
        CampaignKeys keys = new(campaign.Key);
        long[] n = (long[])(await Count.RunAsync(store.Draining, [keys.Facts, keys.Queue, keys.Progress], campaign.Watermark))!;
        return new StoreBooks(n[0], (int)n[1], (int)n[2], n[3], n[4]);
    }
}
