using System.ComponentModel.DataAnnotations;
using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Draining;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
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
        await using TestSale sale = await TestSale.OpenAsync(Named(store, TimeSpan.FromMinutes(1), () => Interlocked.Increment(ref started)));
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

        // As on SIGTERM: what it held is free at once.
        await holder.StopAsync(default);
        Assert.Null((await sale.CountsAsync()).Drainer);
    }

    /// <summary>No scheduler runs here, and nobody answers the call: the instance looks again by itself when the dead one's lease is over.</summary>
    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Waker_WhenTheHolderHasDied_TakesOverWhenItsLeaseEnds(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store);
        await sale.Store.StringSetAsync(sale.Keys.Drainer, "an instance that died", TimeSpan.FromSeconds(1));
        using DrainWaker waker = WakerOf(sale.First);
        await waker.StartAsync(default);
        await sale.ClaimAsync("member");

        await Eventually.HoldsAsync(sale.RowsAsync, rows => rows.Count == 1);
        Assert.Equal(sale.First.Get<DrainLease>().Owner, (await sale.CountsAsync()).Drainer);
        await waker.StopAsync(default);
    }

    /// <summary>No setting makes a crowd wait longer than two seconds for a drainer that died.</summary>
    [Theory, InlineData(999, false), InlineData(1_000, true), InlineData(1_500, true), InlineData(1_800, true), InlineData(1_801, false), InlineData(60_000, false)]
    public void Lease_ThatIsSet_EndsWithinTwoSecondsOrStopsTheStart(int milliseconds, bool isTaken)
    {
        IssuanceOptions options = new() { DrainLease = TimeSpan.FromMilliseconds(milliseconds) };
        List<ValidationResult> problems = [];
        Assert.Equal(isTaken, Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true));
        Assert.Equal(isTaken, options.DrainLease >= TimeSpan.FromSeconds(1) && options.DrainLease <= IssuanceOptions.DrainLeaseMax);
        Assert.All(problems, problem => Assert.Equal([nameof(IssuanceOptions.DrainLease)], problem.MemberNames));
        Assert.True(IssuanceOptions.DrainLeaseMax < TimeSpan.FromSeconds(2));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task HandOver_AtAnOperatorsWish_GoesToAnotherInstanceAndIsWrittenDown(StoreKind store)
    {
        int started = 0;
        await using TestSale sale = await TestSale.OpenAsync(Named(store, TimeSpan.FromMinutes(1), () => Interlocked.Increment(ref started)));
        TestInstance second = await sale.AddInstanceAsync();
        HandOverDrain handOver = second.Get<HandOverDrain>();
        Assert.Equal(RefusalKind.WrongState, (await handOver.ExecuteAsync(sale.Slug, TestSale.Operator, default)).Refusal!.Kind);
        Assert.Equal(RefusalKind.UnknownCampaign, (await handOver.ExecuteAsync("no-such-sale", TestSale.Operator, default)).Refusal!.Kind);
        await sale.ClaimAsync("before");
        await sale.DrainAsync();
        string former = sale.First.Get<DrainLease>().Owner;

        Assert.Equal(former, (await handOver.ExecuteAsync(sale.Slug, TestSale.Operator, default)).Value!.From);
        Assert.Null((await sale.CountsAsync()).Drainer);
        await sale.ClaimAsync("after");
        await sale.DrainAsync();
        Assert.Single(await sale.RowsAsync());
        await sale.DrainAsync(second);
        Assert.Equal(2, (await sale.RowsAsync()).Count);
        Assert.Equal(second.Get<DrainLease>().Owner, (await sale.CountsAsync()).Drainer);

        await using CouponDbContext db = await second.OpenDatabaseAsync();
        AuditEntry entry = await db.Set<AuditEntry>().SingleAsync(a => a.Action == "hand-over-drain");
        Assert.Equal((sale.Slug, TestSale.Operator.Id, $$"""{"from":"{{former}}"}"""), (entry.Subject, entry.ActorId, entry.Change));
    }

    [Fact]
    public async Task HandOver_WhenNobodyElseWantsIt_ComesBack()
    {
        await using TestSale sale = await TestSale.OpenAsync(Named(StoreKind.Redis, TimeSpan.FromSeconds(1), () => 1));
        DrainLease lease = sale.First.Get<DrainLease>();
        await lease.HoldAsync(sale.Keys.Campaign);
        Assert.Equal(lease.Owner, await lease.HandOverAsync(sale.Keys.Campaign));
        Assert.Equal($"-{lease.Owner}", await lease.HoldAsync(sale.Keys.Campaign));
        await Eventually.HoldsAsync(() => lease.HoldAsync(sale.Keys.Campaign), holder => holder == lease.Owner);
    }

    private static TestSaleOptions Named(StoreKind store, TimeSpan lease, Func<int> number) => new()
    {
        Store = store,
        Quantity = 10_000,
        Issuance = new IssuanceOptions { DrainLease = lease },
        More = services => services.AddSingleton(p => new DrainLease(
            p.GetRequiredService<StoreConnections>(), p.GetRequiredService<DrainSignal>(), p.GetRequiredService<IssuanceOptions>(), p.GetRequiredService<TimeProvider>())
        {
            Owner = $"instance {number()}",
        }),
    };

    private static DrainWaker WakerOf(TestInstance instance) => ActivatorUtilities.CreateInstance<DrainWaker>(instance.Get<IServiceProvider>());
}
