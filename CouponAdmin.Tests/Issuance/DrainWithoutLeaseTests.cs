using CouponAdmin.Core.Issuance;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Issuance;

/// <summary>A store that takes no write, for want of replicas or of memory, doesn't keep what it holds from being recorded.</summary>
public sealed class DrainWithoutLeaseTests
{
    private const int Members = 30;

    [Theory, InlineData("min-replicas-to-write", "1"), InlineData("maxmemory", "1")]
    public async Task Drain_WhenTheStoreTakesNoWrite_RecordsAllTheSame(string setting, string value)
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions
        {
            OwnStore = server.ConnectionString, Quantity = Members + 1, Issuance = new IssuanceOptions { DrainBatchSize = 7 },
        });
        await sale.ClaimAllAsync(TestMembers.Take(Members));
        await RedisLine.AskAsync(server.Port, $"CONFIG SET {setting} {value}");
        Assert.Equal(ClaimOutcome.StoreUnavailable, (await sale.ClaimAsync("too late")).Outcome);

        await sale.DrainAsync();
        Assert.Equal(Members, (await sale.RowsAsync()).Count);
    }
}
