using CouponAdmin.Core.Issuance.Draining;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Issuance;

/// <summary>The lease of draining: held, respected, handed over.</summary>
public sealed class LeaseTests
{
    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Release_WhenAnInstanceEndsInOrder_HandsOverAtOnceAndEndsNobodyElses(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store);
        DrainLease ours = sale.First.Get<DrainLease>();
        Assert.True(await ours.HoldAsync(sale.Keys.Campaign));
        Assert.Equal(ours.Owner, (await sale.CountsAsync()).Drainer);

        await ours.ReleaseAsync();
        Assert.Null((await sale.CountsAsync()).Drainer);

        // Ours ended meanwhile and another instance took over: giving back again must not end theirs.
        Assert.True(await ours.HoldAsync(sale.Keys.Campaign));
        await sale.Store.StringSetAsync(sale.Keys.Drainer, "another instance");
        await ours.ReleaseAsync();
        Assert.Equal("another instance", (await sale.CountsAsync()).Drainer);
        Assert.False(await ours.HoldAsync(sale.Keys.Campaign));
    }
}
