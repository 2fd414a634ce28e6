namespace CouponAdmin.Core.LiveFeed;

/// <summary>Who drains a live campaign.</summary>
/// <param name="Drainer">The instance; null when there was nothing to drain lately.</param>
/// <param name="Waiting">Admitted claims without a row.</param>
public sealed record LiveDrain(string Slug, string? Drainer, int Waiting);

/// <summary>Who drains which campaign, whichever instance is asked: as it was a few seconds ago at most.</summary>
public sealed class LiveDrains
{
    private readonly LiveSales _sales;

    internal LiveDrains(LiveSales sales) => _sales = sales;

    /// <summary>Campaigns whose numbers the store told; the newest first.</summary>
    public IReadOnlyList<LiveDrain> Latest =>
        [.. _sales.Latest.Where(sale => sale.Counts is not null).Select(sale => new LiveDrain(sale.Slug, sale.Counts!.Drainer, sale.Depth))];
}
