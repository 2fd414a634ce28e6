using Bunit;
using CouponAdmin.Core.Issuance.Draining;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Operations;
using CouponAdmin.Web.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Tests.Telemetry;

/// <summary>Who drains which campaign, and which server of the store takes writes, on the system page.</summary>
public sealed class SystemDrainsTests : ComponentTest
{
    private static readonly DrainFacts[] Drains =
        [new("summer", "host/1", 12, IsThis: true), new("winter", "host/2", 0, IsThis: false), new("rest", Drainer: null, 0, IsThis: false)];

    // Nothing is pressed here: LeaseTests hand over.
    public SystemDrainsTests() => Services.AddSingleton(new HandOverDrain(null!, null!, null!));

    [Theory, InlineData(Say.Korean, "host/1 (이 인스턴스)", "쉬는 중"), InlineData(Say.English, "host/1 (this instance)", "resting")]
    public void Panel_ForEachLiveCampaign_NamesItsDrainer(string language, string mine, string nobody)
    {
        Read(language);
        ActAs(Policies.Read);
        string[] lines = [.. Render<SystemDrains>(p => p.Add(c => c.Drains, Drains)).FindAll("li").Select(line => line.TextContent)];
        Assert.Contains(mine, lines[0], StringComparison.Ordinal);
        Assert.Contains("host/2", lines[1], StringComparison.Ordinal);
        Assert.Contains(nobody, lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Servers_OfTheStore_SayWhetherTheyTakeWrites()
    {
        NodeFacts[] nodes =
        [
            new("10.0.0.1:6379", "Cluster", IsReplica: false, IsConnected: true, TakesWrites: true, Refusal: null),
            new("10.0.0.2:6379", "Cluster", IsReplica: false, IsConnected: true, TakesWrites: false, Refusal: "NOREPLICAS"),
            new("10.0.0.3:6379", "Cluster", IsReplica: true, IsConnected: true, TakesWrites: null, Refusal: null),
        ];
        StoreFacts store = new(IsEmbedded: false, "Redis 7.0.15", IsServing: true, StoreDurability.Unknown, StoreVitals.Unknown, nodes);
        string[] lines = [.. Render<SystemStore>(p => p.Add(c => c.Store, store).Add(c => c.Address, "here").Add(c => c.Connections, [])).FindAll("ul")[0].QuerySelectorAll("li").Select(line => line.TextContent)];
        Assert.Contains("takes writes", lines[0], StringComparison.Ordinal);
        Assert.Contains("takes no writes (NOREPLICAS)", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain("writes", lines[2], StringComparison.Ordinal);
    }
}
