using System.Diagnostics;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Draining;
using CouponAdmin.Core.Issuance.FailOver;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Faults;

/// <summary>What keeps a claim through a fail-over, one part at a time: the replicas' word, the memory, and neither, where the oracle must see the loss (P3).</summary>
public sealed class FailOverControlTests(SentinelStoreFixture fixture, ITestOutputHelper output) : IClassFixture<SentinelStoreFixture>, IAsyncLifetime
{
    private const int Members = 30;

    /// <summary>Above this nothing reaches a replica before the master is dead.</summary>
    private static readonly TimeSpan FarBehind = TimeSpan.FromMinutes(5);

    private readonly SentinelStore _store = fixture.Store;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _store.RestoreAsync();

    [Fact]
    public async Task Claim_WhenNoReplicaHasItInTime_IsNeverAcknowledged()
    {
        await using TestSale sale = await OpenAsync(replicas: null);
        Assert.Equal(ClaimOutcome.Queued, (await sale.ClaimAsync("before")).Outcome);
        _store.Lag = FarBehind;
        Assert.Equal(ClaimOutcome.StoreUnavailable, (await sale.ClaimAsync("during")).Outcome);

        // Asking again is no way around it: the ticket is there, and still nobody else has it.
        Assert.Equal(ClaimOutcome.StoreUnavailable, (await sale.ClaimAsync("during")).Outcome);
        _store.Lag = TimeSpan.Zero;
        await _store.ResetReplicationAsync();
        ClaimAnswer after = await Eventually.HoldsAsync(() => sale.ClaimAsync("during"), answer => answer.Outcome == ClaimOutcome.Known);
        Assert.Equal(after.Ticket, (await sale.QueueAsync()).Single(e => e.Element == "during").Score);
    }

    /// <summary>The script is sent once more with its text: what it writes then needs a receipt of its own.</summary>
    [Fact]
    public async Task Claim_WhenTheServerForgotTheScript_WaitsForItsReceiptAllTheSame()
    {
        await using TestSale sale = await OpenAsync(replicas: null);
        Assert.Equal(ClaimOutcome.Queued, (await sale.ClaimAsync("before")).Outcome);
        await _store.WhenCaughtUpAsync();
        _store.Lag = FarBehind;
        await sale.Store.ExecuteAsync("SCRIPT", "FLUSH");

        Assert.Equal(ClaimOutcome.StoreUnavailable, (await sale.ClaimAsync("during")).Outcome);
        _store.Lag = TimeSpan.Zero;
        await _store.ResetReplicationAsync();
    }

    /// <summary>The old master takes writes for seconds more, no connection breaks, and no look happens to come before the claim.</summary>
    [Fact]
    public async Task Claim_WhenAnOperatorMovedTheMaster_IsNotAcknowledgedByTheOldOne()
    {
        await using TestSale sale = await OpenAsync(replicas: 0);
        Assert.Equal(ClaimOutcome.Queued, (await sale.ClaimAsync("before")).Outcome);
        long before = Stopwatch.GetTimestamp();
        await _store.FailOverAsync();
        await Eventually.HoldsAsync(() => Stopwatch.GetElapsedTime(before), past => past >= StoreMasters.BelievedFor);

        await Eventually.HoldsAsync(() => sale.ClaimAsync("after"), answer => answer.Outcome is ClaimOutcome.Queued or ClaimOutcome.Known, TimeSpan.FromSeconds(60));
        await using ConnectionMultiplexer master = await ConnectionMultiplexer.ConnectAsync(_store.OracleConnectionString);
        Assert.NotNull(await master.GetDatabase().SortedSetScoreAsync(sale.Keys.Queue, "after"));
    }

    [Fact]
    public async Task Claim_WhenTheNewMasterMissesIt_ComesBackFromTheMemoryWithItsOldTicket()
    {
        await using TestSale sale = await OpenAsync(replicas: 0);
        ClaimHistory history = await ClaimedAsync(sale);
        await LoseMasterAsync();
        await AskAgainAsync(sale, history);
        Assert.Empty(PromiseOracle.Broken(await SaleEvidence.OfAsync(sale, history)));
        Assert.Equal(Members, sale.First.Get<FailOverRecovery>().Readmitted);
    }

    /// <summary>The negative control: neither is there, and the loss must be seen.</summary>
    [Fact]
    public async Task Oracle_WhenNeitherReplicasNorMemoryKeepAClaim_SeesTheLoss()
    {
        await using TestSale sale = await OpenAsync(replicas: 0);
        ClaimHistory history = await ClaimedAsync(sale);
        AcknowledgedClaims memory = sale.First.Get<AcknowledgedClaims>();
        memory.Forget(sale.Keys.Campaign, memory.Of(sale.Keys.Campaign).Select(claim => claim.Ticket));
        await LoseMasterAsync();
        await AskAgainAsync(sale, history);
        IReadOnlyList<string> broken = PromiseOracle.Broken(await SaleEvidence.OfAsync(sale, history));
        Assert.Contains("P1", PromiseOracle.Promises(broken));
        output.WriteLine($"{broken.Count} broken promises seen of {Members} claims");
    }

    /// <summary>The pair guard alone: the server is the same, nothing was noticed, and a newer ticket of another instance hides the loss.</summary>
    [Fact]
    public async Task Claim_WhenTheQueueMissesTheLastAcknowledgedPair_IsRefusedUntilThatIsBack()
    {
        await using TestSale sale = await OpenAsync(replicas: null);
        long ticket = (await sale.ClaimAsync("acknowledged")).Ticket;
        await sale.Store.SortedSetRemoveAsync(sale.Keys.Queue, "acknowledged");
        await sale.PlantAsync(("another instance's", ticket + 1_000));

        Assert.Equal(ClaimOutcome.NotReady, (await sale.ClaimAsync("next")).Outcome);
        Assert.Equal(0, await sale.Store.SortedSetRankAsync(sale.Keys.Queue, "another instance's"));
        ClaimAnswer next = await Eventually.HoldsAsync(() => sale.ClaimAsync("next"), answer => answer.Outcome == ClaimOutcome.Queued);
        Assert.True(next.Ticket > ticket + 1_000);
        Assert.Equal(ticket, (await sale.QueueAsync())[0].Score);
    }

    [Fact]
    public async Task Memory_WhenClaimsHaveRows_ForgetsThem()
    {
        await using TestSale sale = await OpenAsync(replicas: null);
        AcknowledgedClaims memory = sale.First.Get<AcknowledgedClaims>();
        await sale.ClaimAllAsync(TestMembers.Take(Members));
        Assert.Equal(Members, memory.Count);
        await sale.DrainAsync();
        await sale.ClaimAsync(TestMembers.Name(Members + 1));
        await sale.First.Get<FailOverWatch>().ForgetRecordedAsync(sale.Keys.Campaign, default);
        QueuedClaim left = Assert.Single(memory.Of(sale.Keys.Campaign));
        Assert.Equal((TestMembers.Name(Members + 1), left.Ticket), memory.LastOf(sale.Keys.Campaign));
        Assert.Equal(1, memory.Count);
    }

    private Task<TestSale> OpenAsync(int? replicas) => TestSale.OpenAsync(new TestSaleOptions
    {
        OwnStore = _store.ConnectionString,
        Quantity = 2 * Members,
        More = services => services.AddSingleton(new StoreOptions { Redis = _store.ConnectionString, Replicas = replicas }),
    });

    private async Task<ClaimHistory> ClaimedAsync(TestSale sale)
    {
        // One that the replicas have: the next ones are what they miss.
        await sale.ClaimAsync(TestMembers.Name(Members + 1));
        await _store.WhenCaughtUpAsync();
        _store.Lag = FarBehind;
        ClaimHistory history = new();
        foreach (string member in TestMembers.Take(Members))
        {
            Assert.Equal(ClaimOutcome.Queued, (await history.AskAsync(member, () => sale.ClaimAsync(member))).Outcome);
        }

        return history;
    }

    private async Task LoseMasterAsync()
    {
        await _store.KillMasterAsync();
        _store.Lag = TimeSpan.Zero;
        await _store.WhenFailedOverAsync();
    }

    private static async Task AskAgainAsync(TestSale sale, ClaimHistory history)
    {
        foreach (string member in TestMembers.Take(Members))
        {
            await Eventually.HoldsAsync(
                () => history.AskAsync(member, () => sale.ClaimAsync(member)), answer => answer.Outcome is ClaimOutcome.Queued or ClaimOutcome.Known, TimeSpan.FromSeconds(60));
        }

        // The connection for draining finds the new master by itself, and may be the later one.
        await Eventually.HoldsAsync(() => IsCheckedAsync(sale), isChecked => isChecked);
        await Eventually.HoldsAsync(
            async () =>
            {
                await sale.DrainAsync();
                return (await sale.QueueAsync()).Length - (await sale.RowsAsync()).Count;
            },
            waiting => waiting == 0);
    }

    private static async Task<bool> IsCheckedAsync(TestSale sale)
    {
        try
        {
            await sale.CheckBooksAsync();
            return true;
        }
        catch (RedisException)
        {
            return false;
        }
    }
}

public sealed class SentinelStoreFixture : IAsyncLifetime
{
    internal SentinelStore Store { get; private set; } = null!;

    public async Task InitializeAsync() => Store = await SentinelStore.StartAsync();

    public async Task DisposeAsync() => await Store.DisposeAsync();
}
