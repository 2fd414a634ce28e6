using System.Diagnostics;
using System.Net;
using System.Text.Json;
using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Acceptance;

/// <summary>A store or database that is away, seen from outside: clear answers in time, nothing lost, no restart needed.</summary>
[Collection(StoreOutages.Name)]
public sealed class OutageTests(StoreOutageRig rig) : IAsyncLifetime
{
    /// <summary>The claim's own deadline of 1.5 s, and what a loaded machine adds.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(15);

    private readonly string _slug = SaleClient.FreshSlug("outage");
    private readonly RedisServer _redis = rig.Redis;
    private readonly RunningProduct _product = rig.Product;

    public async Task InitializeAsync()
    {
        await _product.App.WaitUntilReadyAsync();
        await _product.Sale.OpenAsync(SaleClient.Draft(_slug), _product.Tokens.Operator());
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Claim_WhenTheStoreIsKilledAndStartedAgain_IsRefusedInTimeAndThenServedWithoutARestart()
    {
        long ticket = (await ClaimAsync("before")).Is(202).Number("ticket");
        await IssuedAsync("before");
        int process = _product.App.ProcessId;
        await _redis.KillAsync();

        long asked = Stopwatch.GetTimestamp();
        Answer refused = (await ClaimAsync("meanwhile")).Is(503, "store-unavailable");
        TimeSpan took = Stopwatch.GetElapsedTime(asked);
        Assert.True(took < AnswerWithin, $"answered after {took}");
        Assert.True(refused.RetryAfter >= TimeSpan.FromSeconds(1), refused.ToString());
        await Eventually.HoldsAsync(ReadyAsync, ready => ready.Status == HttpStatusCode.ServiceUnavailable);
        (await _product.Sale.GetAsync("/health/live")).Is(200);
        Assert.Equal("issued", (await _product.Sale.MineAsync(_slug, _product.Tokens.Member("before"))).Is(200).String("status"));

        await _redis.StartAgainAsync();
        await Eventually.HoldsAsync(() => ClaimAsync("meanwhile"), answer => answer.HasTicket);
        Assert.Equal(ticket, (await ClaimAsync("before")).Is(200).Number("ticket"));
        await Eventually.HoldsAsync(ReadyAsync, ready => ready.Status == HttpStatusCode.OK);
        await IssuedAsync("meanwhile");
        Assert.Equal(process, _product.App.ProcessId);
    }

    [Fact]
    public async Task Events_WhenTheDatabaseIsBusy_TellTheSnapshotThenTheResultThenEnd()
    {
        List<string> told = [];
        HeldDatabase writer = await HeldDatabase.HoldAsync(_product.App.DataDirectory);
        (await ClaimAsync("waiting")).Is(202);
        await foreach ((string kind, JsonElement claim) in _product.Sale.FollowAsync($"/api/v1/campaigns/{_slug}/claims/me/events", _product.Tokens.Member("waiting")))
        {
            if (kind == "claim")
            {
                told.Add(claim.GetProperty("status").GetString()!);
                await writer.DisposeAsync();
            }
        }

        Assert.Equal(["queued", "issued"], told);
    }

    [Fact]
    public async Task Claim_WhenTheStoreLostItsDataAndTheDatabaseIsBusy_IsNotReadyAndNeverSoldOut()
    {
        long ticket = (await ClaimAsync("kept")).Is(202).Number("ticket");
        await IssuedAsync("kept");
        await using (await HeldDatabase.HoldAsync(_product.App.DataDirectory))
        {
            await LoseEverythingAsync();
            Answer refused = (await ClaimAsync("next")).Is(503, "not-ready");
            Assert.True(refused.RetryAfter >= TimeSpan.FromSeconds(1), refused.ToString());
        }

        await Eventually.HoldsAsync(() => ClaimAsync("next"), answer => answer.HasTicket);
        Assert.Equal(ticket, (await ClaimAsync("kept")).Is(200).Number("ticket"));
    }

    private Task<Answer> ClaimAsync(string member) => _product.Sale.ClaimAsync(_slug, _product.Tokens.Member(member));

    private Task<Answer> ReadyAsync() => _product.Sale.GetAsync("/health/ready");

    private Task<Answer> IssuedAsync(string member) => Eventually.HoldsAsync(
        () => _product.Sale.MineAsync(_slug, _product.Tokens.Member(member)), answer => answer.String("status") == "issued");

    // This redis-server is the test's own.
    private async Task LoseEverythingAsync()
    {
        await using var connection = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(_redis.ConnectionString + ",allowAdmin=true");
        await connection.GetDatabase().ExecuteAsync("FLUSHALL");
    }
}
