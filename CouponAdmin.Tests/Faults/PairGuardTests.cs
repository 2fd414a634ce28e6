using System.Globalization;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.FailOver;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Faults;

/// <summary>
/// Two masters for a moment: one takes what the other holds, and is the master again, so fast that nobody sees it. Its process and the connections to it are
/// the same, and a newer ticket of another instance hides what is missing. Only the pair that each script carries finds the loss (P3).
/// </summary>
public sealed class PairGuardTests(ITestOutputHelper output)
{
    private const int Claims = 12;

    [Fact]
    public async Task Claims_WhenTheSameServerComesBackWithoutThem_AreFoundByThePairAndPutBack()
    {
        (IReadOnlyList<string> broken, long readmitted) = await LoseBetweenTwoInstancesAsync(guardsPair: true);
        Assert.Empty(broken);
        Assert.Equal(Claims, readmitted);
    }

    /// <summary>The negative control: memory and notice are there, the guard is off, and the loss must be seen.</summary>
    [Fact]
    public async Task Oracle_WhenThePairGuardIsOff_SeesTheLossThatANewerTicketHides()
    {
        (IReadOnlyList<string> broken, long readmitted) = await LoseBetweenTwoInstancesAsync(guardsPair: false);
        Assert.Equal(0, readmitted);
        Assert.Equal(Claims, broken.Count(sentence => sentence.StartsWith("P1 ", StringComparison.Ordinal)));
        Assert.Contains("P6", PromiseOracle.Promises(broken));
        output.WriteLine($"{broken.Count} broken promises seen of {Claims} claims");
    }

    private static async Task<(IReadOnlyList<string> Broken, long Readmitted)> LoseBetweenTwoInstancesAsync(bool guardsPair)
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using RedisServer other = await RedisServer.StartAsync();
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions
        {
            OwnStore = server.ConnectionString,
            Quantity = 10 * Claims,
            More = services => services
                .AddSingleton(new StoreOptions { Redis = server.ConnectionString, Replicas = 0 })
                .AddSingleton(p => new AcknowledgedClaims(p.GetRequiredService<ILogger<AcknowledgedClaims>>()) { GuardsPair = guardsPair }),
        });
        TestInstance second = await sale.AddInstanceAsync();
        ClaimHistory history = new();

        // Both have spoken to the server, so nothing about it is new to them afterwards.
        await AskAsync("the first's", sale.First);
        await AskAsync("the second's", second);
        await FollowAsync(other, server);
        await MasterAsync(other);

        // One instance acknowledges what only the first server knows; then that one takes the other's state.
        string[] members = [.. TestMembers.Take(Claims)];
        foreach (string member in members)
        {
            Assert.Equal(ClaimOutcome.Queued, (await AskAsync(member, sale.First)).Outcome);
        }

        string? run = await RunIdAsync(server);
        await FollowAsync(server, other);
        await MasterAsync(server);
        Assert.Equal(run, await RunIdAsync(server));
        Assert.Equal(2, (await sale.QueueAsync()).Length);

        // Two claims in a row by different instances: the second's newer ticket makes the queue look whole to the first.
        Assert.Equal(ClaimOutcome.Queued, (await AskAsync("the second's next", second)).Outcome);
        await Eventually.HoldsAsync(() => AskAsync("the first's next", sale.First), answer => answer.Outcome is ClaimOutcome.Queued or ClaimOutcome.Known);
        await sale.DrainAsync();
        foreach (string member in members)
        {
            Assert.True((await AskAsync(member, second)).Outcome is ClaimOutcome.Queued or ClaimOutcome.Known);
        }

        // The drain waits until the loss has settled.
        await Eventually.HoldsAsync(
            async () =>
            {
                await sale.DrainAsync();
                return (await sale.QueueAsync()).Length - (await sale.RowsAsync()).Count;
            },
            waiting => waiting == 0);
        return (PromiseOracle.Broken(await SaleEvidence.OfAsync(sale, history)), sale.First.Get<FailOverRecovery>().Readmitted);

        Task<ClaimAnswer> AskAsync(string member, TestInstance by) => history.AskAsync(member, () => sale.ClaimAsync(member, by));
    }

    private static async Task FollowAsync(RedisServer replica, RedisServer master)
    {
        Assert.StartsWith("+OK", await RedisLine.AskAsync(replica.Port, string.Create(CultureInfo.InvariantCulture, $"REPLICAOF 127.0.0.1 {master.Port}")), StringComparison.Ordinal);
        await Eventually.HoldsAsync(() => RedisLine.InfoAsync(replica.Port, "replication", "master_link_status"), link => link == "up", about: () => replica.Output);
    }

    private static async Task MasterAsync(RedisServer server)
    {
        Assert.StartsWith("+OK", await RedisLine.AskAsync(server.Port, "REPLICAOF NO ONE"), StringComparison.Ordinal);
        await Eventually.HoldsAsync(() => RedisLine.InfoAsync(server.Port, "replication", "role"), role => role == "master");
    }

    private static async Task<string?> RunIdAsync(RedisServer server) => await RedisLine.InfoAsync(server.Port, "server", "run_id");
}
