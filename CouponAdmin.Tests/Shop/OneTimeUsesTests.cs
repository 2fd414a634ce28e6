using CouponAdmin.Core.ApiClients;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace CouponAdmin.Tests.Shop;

/// <summary>An id that is good once is used once, on whichever instance, and never by grace of a server that may forget it.</summary>
public sealed class OneTimeUsesTests
{
    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Id_WhenTwoInstancesRaceForIt_IsUsedOnce(StoreKind kind)
    {
        await using TestSale sale = await TestSale.OpenAsync(kind);
        TestInstance other = await sale.AddInstanceAsync();
        Guid id = Guid.NewGuid();

        bool[] uses = await Task.WhenAll(Enumerable.Range(0, 40)
            .Select(n => (n % 2 == 0 ? sale.First : other).Get<OneTimeUses>().TryUseAsync(id, TimeSpan.FromMinutes(2))));

        Assert.Single(uses, used => used);
        Assert.InRange((await sale.Store.KeyTimeToLiveAsync($"coupon:{{once-{id:N}}}:used"))!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2));
        Assert.True(await other.Get<OneTimeUses>().TryUseAsync(Guid.NewGuid(), TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public async Task Id_WhenTooFewReplicasHaveItsUse_LetsNobodyIn()
    {
        string redis = await Stores.ConnectionAsync(StoreKind.Redis);
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions
        {
            Store = StoreKind.Redis,
            More = services => services.AddSingleton(new StoreOptions { Redis = redis, Replicas = 1 }),
        });
        Guid id = Guid.NewGuid();

        await Assert.ThrowsAsync<TooFewReplicasException>(() => sale.First.Get<OneTimeUses>().TryUseAsync(id, TimeSpan.FromMinutes(2)));

        // It may be used up: that is the safe side.
        await Assert.ThrowsAsync<TooFewReplicasException>(() => sale.First.Get<OneTimeUses>().TryUseAsync(id, TimeSpan.FromMinutes(2)));
        Assert.Equal("1", (string?)await sale.Store.StringGetAsync($"coupon:{{once-{id:N}}}:used"));
    }
}
