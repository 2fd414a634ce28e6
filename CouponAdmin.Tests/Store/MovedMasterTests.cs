using System.Globalization;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Tests.Faults;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Store;

/// <summary>The store's one name leads to another server from now on, and the old connections stay alive: to what is a replica now.</summary>
public sealed class MovedMasterTests
{
    [Fact]
    public async Task Claim_WhenTheNameMovedAndTheOldConnectionsLeadToAReplica_IsServedByTheMaster()
    {
        await using RedisServer old = await RedisServer.StartAsync();
        await using RedisServer next = await RedisServer.StartAsync("always", "--replicaof", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1 {old.Port}"));
        await using FaultProxy name = FaultProxy.To(old.Port);
        await Eventually.HoldsAsync(() => RedisLine.InfoAsync(next.Port, "replication", "master_link_status"), state => state == "up");
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions { OwnStore = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{name.Port}") });
        ClaimAnswer before = await sale.ClaimAsync("before");
        Assert.Equal(ClaimOutcome.Queued, before.Outcome);

        await RedisLine.AskAsync(next.Port, "REPLICAOF NO ONE");
        await RedisLine.AskAsync(old.Port, string.Create(CultureInfo.InvariantCulture, $"REPLICAOF 127.0.0.1 {next.Port}"));
        name.Target = next.Port;

        ClaimAnswer after = await Eventually.HoldsAsync(() => sale.ClaimAsync("after"), answer => answer.Outcome == ClaimOutcome.Queued);
        Assert.True(after.Ticket > before.Ticket);
        Assert.Equal(2, (await sale.QueueAsync()).Length);
        await sale.DrainAsync();
        Assert.Equal(2, (await sale.RowsAsync()).Count);
    }
}
