using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Draining;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Tests.Issuance;

/// <summary>The lease of draining: held, respected, handed over.</summary>
public sealed class LeaseTests
{
    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Release_WhenAnInstanceEndsInOrder_HandsOverAtOnceAndEndsNobodyElses(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store);
        DrainLease ours = sale.First.Get<DrainLease>();
        Assert.Equal(ours.Owner, await ours.HoldAsync(sale.Keys.Campaign));
        Assert.Equal(ours.Owner, (await sale.CountsAsync()).Drainer);

        await ours.ReleaseAsync();
        Assert.Null((await sale.CountsAsync()).Drainer);

        // Ours ended meanwhile and another instance took over: giving back again must not end theirs.
        Assert.Equal(ours.Owner, await ours.HoldAsync(sale.Keys.Campaign));
        await sale.Store.StringSetAsync(sale.Keys.Drainer, "another instance");
        await ours.ReleaseAsync();
        Assert.Equal("another instance", (await sale.CountsAsync()).Drainer);
        Assert.Equal("another instance", await ours.HoldAsync(sale.Keys.Campaign));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Waker_WhenClaimsComeToAnInstanceWithoutTheLease_HasTheHolderRecordThem(StoreKind store)
    {
        // No scheduler runs here, and the lease outlives the test: only a call can bring the holder to the other's claims.
        int started = 0;
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions
        {
            Store = store,
            Quantity = 10_000,
            Issuance = new IssuanceOptions { DrainLease = TimeSpan.FromMinutes(1) },
            More = services => services.AddSingleton(p => new DrainLease(
                p.GetRequiredService<StoreConnections>(), p.GetRequiredService<DrainSignal>(), p.GetRequiredService<IssuanceOptions>())
            {
                Owner = $"instance {Interlocked.Increment(ref started)}",
            }),
        });
        TestInstance second = await sale.AddInstanceAsync();
        using DrainWaker holder = WakerOf(sale.First);
        using DrainWaker other = WakerOf(second);
        await sale.ClaimAsync("the holder's");
        await holder.StartAsync(default);
        await Eventually.HoldsAsync(sale.RowsAsync, rows => rows.Count == 1);
        await other.StartAsync(default);

        // The first ones may come before the holder listens.
        int asked = 0;
        await Eventually.HoldsAsync(
            async () =>
            {
                await sale.ClaimAsync($"the other's {++asked}", second);
                return await sale.RowsAsync();
            },
            rows => rows.Count > 1);

        Assert.Equal(sale.First.Get<DrainLease>().Owner, (await sale.CountsAsync()).Drainer);
        await other.StopAsync(default);
        await holder.StopAsync(default);
    }

    private static DrainWaker WakerOf(TestInstance instance) => ActivatorUtilities.CreateInstance<DrainWaker>(instance.Get<IServiceProvider>());
}
