using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.LiveFeed;

namespace CouponAdmin.Tests.Fixtures;

/// <summary>Campaigns and pulses as pages receive them.</summary>
internal static class TestCampaigns
{
    /// <summary>12:00 in Korea.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    public static CampaignView View(CampaignState state = CampaignState.Open) => new(
        "spring-drop", "Spring drop", "", state, Quantity: 1_000, Remaining: null, Noon, Noon.AddHours(1), new Benefit(BenefitKind.Percent, 10),
        CouponValidDays: 30, QueueTtlSeconds: 300, QueueTtlPolicy.Honour, CreatedAt: Noon.AddDays(-1), ServerTime: Noon.AddMinutes(1));

    public static CampaignPulse Pulse(CampaignState state = CampaignState.Open) => new(
        "spring-drop", state, Quantity: 1_000, Admitted: 588, Issued: 561, QueueDepth: 27, OldestWaiting: TimeSpan.FromSeconds(0.3),
        Remaining: 412, Drainer: "web-1", StoreTime: Noon.AddMinutes(2));
}
