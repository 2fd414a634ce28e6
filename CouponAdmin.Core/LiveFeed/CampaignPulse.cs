using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance.Tally;

namespace CouponAdmin.Core.LiveFeed;

/// <summary>A campaign's live numbers at one moment, read from the store by one reader per instance.</summary>
/// <param name="Slug">The campaign.</param>
/// <param name="State">Its state at <paramref name="StoreTime"/>.</param>
/// <param name="Quantity">Units of the campaign.</param>
/// <param name="Admitted">Tickets given.</param>
/// <param name="Issued">Recorded with a coupon, revoked ones included.</param>
/// <param name="QueueDepth">Tickets above the watermark.</param>
/// <param name="OldestWaiting">How long the oldest queued claim has been waiting; zero when none waits.</param>
/// <param name="Remaining">Units that nobody asked for yet.</param>
/// <param name="Drainer">Who holds the drain lease; null when there was nothing to drain lately.</param>
/// <param name="StoreTime">The store's clock when this was read.</param>
public sealed record CampaignPulse(
    string Slug,
    CampaignState State,
    int Quantity,
    int Admitted,
    int Issued,
    int QueueDepth,
    TimeSpan OldestWaiting,
    int Remaining,
    string? Drainer,
    DateTimeOffset StoreTime)
{
    /// <summary>How fast the mean pace forgets: about the last ten seconds count.</summary>
    private static readonly TimeSpan PaceMemory = TimeSpan.FromSeconds(10);

    /// <summary>Names the campaign's keys in the store.</summary>
    public Guid Key { get; init; }

    /// <summary>The store has fewer tickets than the database has rows, or older facts. For a moment that is usual after a change; see <see cref="DisagreesFor"/>.</summary>
    public bool Disagrees { get; init; }

    /// <summary>For how long it has been so, by the readings of this instance.</summary>
    public TimeSpan DisagreesFor { get; init; }

    /// <summary>The last hour, for charts; null unless a subscriber asked for it.</summary>
    public SaleTrace? Trace { get; init; }

    /// <summary>The last ten seconds in tenths; read with the trace, null where the sale isn't in the store.</summary>
    public LiveRush? Rush { get; init; }

    /// <summary>What the reading saw of the books; null for a sale at rest.</summary>
    internal PulseBooks? Books { get; init; }

    /// <summary>The addresses with most claims, most first; read with the trace.</summary>
    public IReadOnlyList<BusyAddress> Addresses { get; init; } = [];

    /// <summary>Tickets given per second, as a mean of about ten seconds; null on the first reading.</summary>
    public double? Pace { get; init; }

    /// <summary>Tickets given per second since the reading before; null on the first.</summary>
    public double? AdmittedPerSecond { get; init; }

    /// <summary>Coupons stored per second since the reading before; null on the first.</summary>
    public double? IssuedPerSecond { get; init; }

    /// <summary>The same numbers with the rates since an earlier reading.</summary>
    public CampaignPulse WithRatesSince(CampaignPulse before)
    {
        ArgumentNullException.ThrowIfNull(before);
        double seconds = (StoreTime - before.StoreTime).TotalSeconds;
        if (seconds <= 0)
        {
            return this;
        }

        double admittedPerSecond = Math.Max(0, Admitted - before.Admitted) / seconds;
        double weight = 1 - Math.Exp(-seconds / PaceMemory.TotalSeconds);
        return this with
        {
            AdmittedPerSecond = admittedPerSecond,
            Pace = before.Pace is { } pace ? pace + (weight * (admittedPerSecond - pace)) : admittedPerSecond,
            DisagreesFor = Disagrees && before.Disagrees ? before.DisagreesFor + TimeSpan.FromSeconds(seconds) : TimeSpan.Zero,
            IssuedPerSecond = Math.Max(0, Issued - before.Issued) / seconds,
        };
    }
}
