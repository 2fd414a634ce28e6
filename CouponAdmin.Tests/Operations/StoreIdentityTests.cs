using System.Net;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Fixtures;
using StackExchange.Redis;

namespace CouponAdmin.Tests.Operations;

/// <summary>Two stores beside one database would each sell the whole quantity: an instance that comes with another store is refused, until somebody says that the first is gone.</summary>
public sealed class StoreIdentityTests : IAsyncLifetime
{
    private const string Slug = "one-store";
    private readonly TestTokens _tokens = TestTokens.WithNewKey();
    private RedisServer _redis = null!;
    private RedisServer _other = null!;
    private Dictionary<string, string> _settings = null!;

    public async Task InitializeAsync()
    {
        (_redis, _other) = (await RedisServer.StartAsync(), await RedisServer.StartAsync());
        _settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Authentication__Jwt__SigningKey"] = _tokens.SigningKey,
            ["ConnectionStrings__Redis"] = _redis.ConnectionString,
            ["Database__Provider"] = "PostgreSql",
            ["ConnectionStrings__Database"] = await Databases.NewPostgreSqlAsync(),
        };
    }

    public async Task DisposeAsync()
    {
        await _redis.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task Start_WhenTheStoreIsAnother_NamesTheTwoAndIsAcceptedByTheCommandAlone()
    {
        await using AppProcess first = await AppProcess.StartReadyAsync(_settings);
        string id = await IdOfAsync(_redis);

        // Both where the other store is empty and where it has served another database.
        await RefusedAsync(id, "an empty store");
        await MarkAsync(_other, "a-store-of-others");
        await RefusedAsync(id, "'a-store-of-others'");
        Assert.Equal(HttpStatusCode.OK, (await new SaleClient(first.Client).GetAsync("/health/ready")).Status);

        await AppProcess.RunToEndAsync(OnTheOther(), "accept-store");

        // Whoever still reaches the former one stops serving, and says so.
        Answer former = await Eventually.HoldsAsync(() => new SaleClient(first.Client).GetAsync("/health/ready"), answer => answer.Status == HttpStatusCode.ServiceUnavailable);
        Assert.Contains("is not the one that the database knows", former.Json.GetRawText(), StringComparison.Ordinal);
        await using AppProcess second = await AppProcess.StartReadyAsync(OnTheOther());
    }

    [Fact]
    public async Task Start_WhenASettingNamesTheFormerStore_TakesItsPlace()
    {
        await using (AppProcess first = await AppProcess.StartReadyAsync(_settings))
        {
            Assert.Equal(0, await first.TerminateAsync());
        }

        Dictionary<string, string> settings = OnTheOther();
        settings["Store__Replaces"] = await IdOfAsync(_redis);
        await using AppProcess second = await AppProcess.StartReadyAsync(settings);
        Assert.NotEqual(await IdOfAsync(_redis), await IdOfAsync(_other));
    }

    [Fact]
    public async Task Start_WhenTheStoreLostItsData_MendsItByItself()
    {
        string id;
        long ticket;
        await using (AppProcess app = await AppProcess.StartReadyAsync(_settings))
        {
            SaleClient sale = new(app.Client);
            await sale.OpenAsync(SaleClient.Draft(Slug), _tokens.Operator());
            ticket = (await sale.ClaimAsync(Slug, _tokens.Member("kept"))).Is(202).Number("ticket");
            await Eventually.HoldsAsync(() => sale.MineAsync(Slug, _tokens.Member("kept")), mine => mine.String("status") == "issued");
            id = await IdOfAsync(_redis);
            Assert.Equal(0, await app.TerminateAsync());
        }

        await FlushAsync(_redis);
        await using AppProcess again = await AppProcess.StartReadyAsync(_settings);
        Answer known = await Eventually.HoldsAsync(() => new SaleClient(again.Client).ClaimAsync(Slug, _tokens.Member("kept")), answer => answer.HasTicket);
        Assert.Equal((ticket, id), (known.Number("ticket"), await IdOfAsync(_redis)));
    }

    private Dictionary<string, string> OnTheOther() => new(_settings, StringComparer.Ordinal) { ["ConnectionStrings__Redis"] = _other.ConnectionString };

    private async Task RefusedAsync(string known, string other)
    {
        await using AppProcess second = await AppProcess.StartAsync(OnTheOther());
        Assert.Equal(1, await second.WaitForExitAsync());
        string said = Assert.Single(second.Output.Split('\n'), line => line.StartsWith("CouponAdmin has not started.", StringComparison.Ordinal));
        Assert.Contains($"The database knows the store '{known}', reached as {_redis.ConnectionString} on {Environment.MachineName}, since 2", said, StringComparison.Ordinal);
        Assert.Contains($"This instance reaches {_other.ConnectionString} on {Environment.MachineName}, where", said, StringComparison.Ordinal);
        Assert.Contains(other, said, StringComparison.Ordinal);
        Assert.Contains("accept-store", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", second.Output, StringComparison.Ordinal);
    }

    private static async Task<string> IdOfAsync(RedisServer server)
    {
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        return (await connection.GetDatabase().StringGetAsync("coupon:{store}:identity")).ToString();
    }

    private static async Task MarkAsync(RedisServer server, string id)
    {
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        await connection.GetDatabase().StringSetAsync("coupon:{store}:identity", id);
    }

    // The server is the test's own.
    private static async Task FlushAsync(RedisServer server)
    {
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString + ",allowAdmin=true");
        await connection.GetDatabase().ExecuteAsync("FLUSHALL");
    }
}
