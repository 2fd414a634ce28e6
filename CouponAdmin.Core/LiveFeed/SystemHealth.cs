using CouponAdmin.Core.Issuance.Draining;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.LiveFeed;

/// <summary>What a sale stands on, as this instance sees it at one moment.</summary>
/// <param name="Instance">Who says so: machine and process.</param>
/// <param name="StoreVersion">Software and version; null while not connected.</param>
/// <param name="StoreTook">How long the store took to say the time; null when it did not answer.</param>
/// <param name="ClockOffset">How far the store's clock is ahead of this instance's; null when it did not answer.</param>
/// <param name="Database">Which kind.</param>
/// <param name="DatabaseTook">How long the database took to answer; null when it did not.</param>
/// <param name="DrainAge">How long ago this instance's last scheduled drain came to its end.</param>
/// <param name="IsSchedulerRunning">The timer of this instance runs.</param>
public sealed record SystemHealth(
    string Instance, StoreCondition Store, StoreDurability Durability, string? StoreVersion, TimeSpan? StoreTook, TimeSpan? ClockOffset,
    string Database, TimeSpan? DatabaseTook, TimeSpan DrainAge, bool IsSchedulerRunning)
{
    /// <summary>Clocks that differ by more are an alarm: countdowns and lists are drawn by the store's, plans are made by this one.</summary>
    public static readonly TimeSpan ClocksApartMax = TimeSpan.FromSeconds(1);

    /// <summary>What the store says of its own health.</summary>
    public StoreVitals Vitals { get; init; } = StoreVitals.Unknown;

    /// <summary>The sentence why the store doesn't let this instance in; null: it does, or is away.</summary>
    public string? StoreDenial { get; init; }

    /// <summary>Claims are acknowledged without waiting for any replica: the setting says so.</summary>
    public bool AwaitsNoReplica { get; init; }

    /// <summary>Parts of the store that take no claims.</summary>
    public IReadOnlyList<StoreShard> RefusingShards { get; init; } = [];

    /// <summary>Webhooks that are delivered to no more, because their receiver accepted nothing.</summary>
    public int EndedWebhooks { get; init; }

    public bool DoesStoreServe => Store == StoreCondition.Serving && StoreTook is not null;

    public bool IsDrainerSilent => DrainAge > DrainHeartbeat.SilentAfter;

    public bool AreClocksApart => ClockOffset is { } offset && offset.Duration() > ClocksApartMax;
}
