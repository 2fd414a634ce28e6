using System.Text.Json;
using CouponAdmin.Core.EventLog;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Fixtures;
using StackExchange.Redis;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Faults;

/// <summary>kill -9 of senders and receivers, with receivers that fail and that are slow: each event is accepted at least once, none is missing, and the order is kept.</summary>
public sealed class KilledWebhookTests(ITestOutputHelper output)
{
    private static readonly string[] Kinds = ["Good", "Failing", "Slow"];
    private static readonly TimeSpan DeliveredWithin = TimeSpan.FromMinutes(4);

    [Fact]
    public Task Deliveries_OfAnInstanceWithSqlite_WhenSenderAndReceiverAreKilled_LackNothing() => HoldsAsync(FaultMode.Embedded, coupons: 3_000);

    [Fact]
    public Task Deliveries_OfInstancesOnPostgreSql_WhenTenThousandComeAtOnceAndSendersAreKilled_LackNothing() => HoldsAsync(FaultMode.OneInstance, coupons: 10_000);

    private async Task HoldsAsync(FaultMode mode, int coupons)
    {
        await using FaultRig rig = await FaultRig.StartAsync(mode);
        int last = mode == FaultMode.Embedded ? 0 : await rig.AddInstanceAsync();
        ReceiverProcess[] receivers = await Task.WhenAll(Kinds.Select(ReceiverProcess.StartAsync));
        try
        {
            foreach (ReceiverProcess receiver in receivers)
            {
                (await rig.Sale(0).PostAsync("/api/v1/webhooks", rig.Tokens.Administrator(), new { name = "shop", url = receiver.Url })).Is(201);
            }

            FaultedSale sale = await rig.OpenSaleAsync(coupons);
            await SellAsync(rig, sale, coupons);
            ReceiverProcess good = receivers[0];
            await Eventually.HoldsAsync(() => good.Accepted.Count, count => count > coupons / 10, DeliveredWithin);

            await rig.Instances[0].KillAsync();
            await good.KillAsync();
            await rig.Instances[0].StartAgainAsync();
            await good.StartAgainAsync();
            await rig.Instances[0].WaitUntilReadyAsync();
            Answer paused = await rig.Sale(0).PostAsync($"{SaleClient.Admin}/{sale.Slug}/pause", rig.Tokens.Administrator());
            Assert.True((int)paused.Status is 200 or 202, paused.ToString());
            await Eventually.HoldsAsync(() => good.Accepted.Count, count => count > coupons / 2, DeliveredWithin);
            await rig.Instances[last].KillAsync();
            await rig.Instances[last].StartAgainAsync();
            await rig.Instances[last].WaitUntilReadyAsync();

            long[] log = await ReadLogAsync(rig, coupons);
            foreach (ReceiverProcess receiver in receivers)
            {
                IReadOnlyList<long> accepted = await Eventually.HoldsAsync(() => receiver.Accepted, all => all.Distinct().Count() >= log.Length, DeliveredWithin);

                // Whoever takes an event by its id once sees them in the log's order, which for each campaign is the order of what happened.
                Assert.Equal(log, accepted.Distinct());
                output.WriteLine($"{mode}, {receiver.Url}: {log.Length} events, {accepted.Count - log.Length} came twice");
            }
        }
        finally
        {
            await Task.WhenAll(receivers.Select(receiver => receiver.DisposeAsync().AsTask()));
        }
    }

    private static async Task SellAsync(FaultRig rig, FaultedSale sale, int coupons)
    {
        if (rig.Mode == FaultMode.Embedded)
        {
            await sale.InsistAsync([.. TestMembers.Take(coupons)]);
            return;
        }

        // As if all had been admitted in one moment: the drain records them within a second or so.
        await using ConnectionMultiplexer store = await ConnectionMultiplexer.ConnectAsync(rig.StoreConnectionString);
        long now = (TimeProvider.System.GetUtcNow().Ticks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        await store.GetDatabase().SortedSetAddAsync(await sale.QueueKeyAsync(), [.. TestMembers.Take(coupons).Select((member, i) => new SortedSetEntry(member, now + i))]);
    }

    /// <summary>The ids of the whole log: every coupon, the publishing and the pause.</summary>
    private static async Task<long[]> ReadLogAsync(FaultRig rig, int coupons)
    {
        List<JsonElement> events = [];
        for (long after = 0; events.Count < coupons + 2;)
        {
            JsonElement page = (await rig.Sale(0).GetAsync($"/api/v1/events?after={after}&limit={EventReader.PageSizeMax}&wait=30", rig.Tokens.Viewer())).Is(200).Json;
            events.AddRange(page.GetProperty("items").EnumerateArray());
            after = page.GetProperty("next").GetInt64();
        }

        IEnumerable<int> numbers = events.Where(e => e.GetProperty("type").GetString() == "coupon.issued").Select(e => e.GetProperty("coupon").GetProperty("number").GetInt32());
        Assert.Equal(Enumerable.Range(1, coupons), numbers);
        return [.. events.Select(e => e.GetProperty("id").GetInt64())];
    }
}
