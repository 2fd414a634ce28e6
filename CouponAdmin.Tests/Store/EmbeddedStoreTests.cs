using System.Net;
using System.Net.Sockets;
using CouponAdmin.Core.Store;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Xunit;

namespace CouponAdmin.Tests.Store;

public sealed class EmbeddedStoreTests : IDisposable
{
    private const string Increment =
        "local n = tonumber(redis.call('GET', KEYS[1]) or '0'); for i = 1, 2000 do end; redis.call('SET', KEYS[1], n + 1); return n";

    /// <summary>A stalled server never answers; a loaded build machine takes seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly RedisKey[] QueueKey = ["coupon:{test}:queue"];

    private readonly TestDataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Store_WhenStarted_ServesAScriptWithAnExactTicket()
    {
        await using EmbeddedStore store = await StartAsync();
        await using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(store.ConnectionString);

        RedisResult answer = await redis.GetDatabase().ScriptEvaluateAsync(
            "redis.call('ZADD', KEYS[1], ARGV[1], 'a'); return redis.call('ZREVRANGE', KEYS[1], 0, 0, 'WITHSCORES')", QueueKey, ["1763850000123457"]);

        Assert.Equal(["a", "1763850000123457"], (string[])answer!);
    }

    [Fact]
    public async Task Store_WhenThePasswordIsWrong_RefusesTheConnection()
    {
        await using EmbeddedStore store = await StartAsync();
        ConfigurationOptions stranger = ConfigurationOptions.Parse(store.ConnectionString);
        stranger.Password = "guessed";
        stranger.AbortOnConnectFail = true;

        RedisConnectionException refusal =
            await Assert.ThrowsAsync<RedisConnectionException>(() => ConnectionMultiplexer.ConnectAsync(stranger));

        Assert.Equal(ConnectionFailureType.AuthenticationFailure, refusal.FailureType);
    }

    [Fact]
    public async Task Store_WhenThePortIsTaken_TriesAnother()
    {
        using TcpListener neighbour = new(IPAddress.Loopback, 0);
        neighbour.Start();
        int taken = ((IPEndPoint)neighbour.LocalEndpoint).Port;
        Queue<int> ports = new([taken, taken, EmbeddedServer.FindFreePort()]);

        await using EmbeddedStore store = await EmbeddedStore.StartAsync(
            _data.Path, NullLoggerFactory.Instance, ports.Dequeue, CancellationToken.None);

        Assert.Empty(ports);
        await AdmitAsync(store, "a", 1763850000123456);
    }

    [Fact]
    public async Task Store_WhenDisposedAndStartedAgain_KeepsItsData()
    {
        await using (EmbeddedStore first = await StartAsync())
        {
            await AdmitAsync(first, "a", 1763850000123456);
        }

        await using EmbeddedStore second = await StartAsync();

        Assert.Equal(1763850000123456, await FindTicketAsync(second, "a"));
    }

    [Fact]
    public async Task Store_WhenRestartedInTheProcess_KeepsItsDataAndItsConnectionString()
    {
        await using EmbeddedStore store = await StartAsync();
        await AdmitAsync(store, "a", 1763850000123456);
        string before = store.ConnectionString;

        await store.RestartAsync(CancellationToken.None);

        Assert.Equal(before, store.ConnectionString);
        Assert.Equal(1763850000123456, await FindTicketAsync(store, "a"));
    }

    [Fact]
    public async Task Store_WhenDisposed_CannotBeRestarted()
    {
        EmbeddedStore store = await StartAsync();
        await store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.RestartAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Store_WhenRestarted_IsFoundAgainByAConnectionThatWasOpen()
    {
        await using EmbeddedStore store = await StartAsync();
        await using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(store.ConnectionString);
        TaskCompletionSource restored = new(TaskCreationOptions.RunContinuationsAsynchronously);
        redis.ConnectionRestored += (_, restoration) =>
        {
            if (restoration.ConnectionType == ConnectionType.Interactive)
            {
                restored.TrySetResult();
            }
        };

        await store.RestartAsync(CancellationToken.None);

        await restored.Task.WaitAsync(Patience);
        Assert.True(await redis.GetDatabase().StringSetAsync("coupon:{test}:drainer", "me"));
    }

    [Fact]
    public async Task Store_WhenEightConnectionsRaceOnOneKey_NeitherStallsNorInterleaves()
    {
        const int Connections = 8;
        const int Rounds = 100;
        await using EmbeddedStore store = await StartAsync();
        RedisKey[] counter = ["coupon:{test}:counter"];

        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => RaceAsync())).WaitAsync(Patience);

        await using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(store.ConnectionString);
        Assert.Equal(Connections * Rounds, (int)await redis.GetDatabase().StringGetAsync(counter[0]));

        async Task RaceAsync()
        {
            await using ConnectionMultiplexer racer = await ConnectionMultiplexer.ConnectAsync(store.ConnectionString);
            for (int round = 0; round < Rounds; round++)
            {
                await racer.GetDatabase().ScriptEvaluateAsync(Increment, counter);
            }
        }
    }

    [Fact]
    public async Task Store_WhenShortened_KeepsWhatLivesAndForgetsHowItCame()
    {
        const int Queued = 2_500;
        await using EmbeddedStore store = await StartAsync();
        DateTime ends = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1);
        await using (ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(store.ConnectionString))
        {
            IDatabase db = redis.GetDatabase();
            await Task.WhenAll(Enumerable.Range(0, Queued).Select(i => db.SortedSetAddAsync(QueueKey[0], $"member-{i}", 1763850000123456 + i)));
            await db.HashSetAsync("coupon:{test}:facts", [new("quantity", "10"), new("name", "선착순")]);
            await db.StringSetAsync("coupon:{test}:drainer", "me", TimeSpan.FromHours(1));
            await db.StringSetAsync("coupon:{test}:old", "gone", TimeSpan.FromMilliseconds(1));
            await db.SetAddAsync("coupon:{test}:set", ["a", "b"]);
            await db.KeyExpireAsync("coupon:{test}:facts", ends);
            await Task.WhenAll(Enumerable.Range(0, 20_000).Select(i => db.StringSetAsync("coupon:{test}:written-over", i)));
        }

        (string address, long before) = (store.ConnectionString, store.Bytes);
        Assert.True(store.IsGrownTo(before));
        await store.ShortenAsync(CancellationToken.None);

        Assert.Equal(address, store.ConnectionString);
        Assert.True(store.Bytes < before / 2, $"{before} bytes became {store.Bytes}");
        Assert.False(store.IsGrownTo(store.Bytes), "another one would bring nothing");
        await using ConnectionMultiplexer again = await ConnectionMultiplexer.ConnectAsync(store.ConnectionString);
        IDatabase kept = again.GetDatabase();
        SortedSetEntry[] queue = await kept.SortedSetRangeByRankWithScoresAsync(QueueKey[0]);
        Assert.Equal(Enumerable.Range(0, Queued).Select(i => ($"member-{i}", 1763850000123456d + i)), queue.Select(e => (e.Element.ToString(), e.Score)));
        Assert.Equal("선착순", await kept.HashGetAsync("coupon:{test}:facts", "name"));
        Assert.Equal(ends, await kept.KeyExpireTimeAsync("coupon:{test}:facts") ?? default, TimeSpan.FromSeconds(1));
        Assert.True(await kept.KeyTimeToLiveAsync("coupon:{test}:drainer") > TimeSpan.FromMinutes(50));
        Assert.False(await kept.KeyExistsAsync("coupon:{test}:old"));
        Assert.Equal("19999", await kept.StringGetAsync("coupon:{test}:written-over"));
        Assert.Equal(2, await kept.SetLengthAsync("coupon:{test}:set"));
    }

    [Fact]
    public async Task Store_WhenItHoldsWhatCantBeCopied_GoesOnAsItWas()
    {
        await using EmbeddedStore store = await StartAsync();
        await AdmitAsync(store, "a", 1763850000123456);
        await using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(store.ConnectionString);
        await redis.GetDatabase().ListRightPushAsync("somebody-elses", "list");

        InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => store.ShortenAsync(CancellationToken.None));

        Assert.Contains("somebody-elses", refusal.Message, StringComparison.Ordinal);
        Assert.False(await store.TryShortenAsync(CancellationToken.None), "a start goes on with the store as it was");
        Assert.Equal(1763850000123456, await FindTicketAsync(store, "a"));
    }

    /// <summary>Every state that a process can leave behind which ends while folders are changed.</summary>
    [Theory]
    [InlineData("store=data store.new=half", "data")]
    [InlineData("store.old=data store.new=copy", "copy")]
    [InlineData("store=copy store.old=data", "copy")]
    [InlineData("store.old=data", "data")]
    [InlineData("store=data", "data")]
    public void Folders_WhenAChangeWasCutOff_HoldTheDataOrTheWholeCopy(string left, string expected)
    {
        foreach (string[] folder in left.Split(' ').Select(f => f.Split('=')))
        {
            Directory.CreateDirectory(Path.Combine(_data.Path, folder[0]));
            File.WriteAllText(Path.Combine(_data.Path, folder[0], "content"), folder[1]);
        }

        new EmbeddedStoreFolders(_data.Path).TidyUp();

        Assert.Equal(["store"], Directory.GetDirectories(_data.Path).Select(Path.GetFileName));
        Assert.Equal(expected, File.ReadAllText(Path.Combine(_data.Path, "store", "content")));
    }

    [Fact]
    public async Task Store_WhenStarted_HasRaisedThePoolsMinimum()
    {
        await using EmbeddedStore store = await StartAsync();

        // With the default, one a core, eight racing connections took two to nine times as long.
        ThreadPool.GetMinThreads(out int workers, out _);
        Assert.True(workers >= 64, $"only {workers} threads start without delay");
    }

    [Fact]
    public async Task Store_WhenTheDirectoryHasAnOwner_RefusesAndSaysWhatToDo()
    {
        await using EmbeddedStore owner = await StartAsync();

        DataDirectoryInUseException refusal = await Assert.ThrowsAsync<DataDirectoryInUseException>(StartAsync);

        Assert.Equal(Environment.ProcessId, refusal.OwnerProcessId);
        Assert.Equal(_data.Path, refusal.DataDirectory);
        Assert.Contains($"'{_data.Path}' is in use by process {Environment.ProcessId}.", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("DataDirectory", refusal.Message, StringComparison.Ordinal);
        await AdmitAsync(owner, "a", 1763850000123456);
    }

    [Fact]
    public async Task Store_WhenTheOwnerIsAnotherProcess_RefusesUntilThatIsKilled()
    {
        using TestLockHolder owner = await TestLockHolder.TakeAsync(_data.Path);
        DataDirectoryInUseException refusal = await Assert.ThrowsAsync<DataDirectoryInUseException>(StartAsync);
        Assert.Equal(owner.ProcessId, refusal.OwnerProcessId);

        await owner.KillAsync();

        await using EmbeddedStore store = await StartAsync();
        Assert.True(File.Exists(Path.Combine(_data.Path, "store.pid")), "the owner's id is written anew");
    }

    [Fact]
    public async Task Store_WhenAStartWasCancelled_GivesTheDirectoryBack()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => EmbeddedStore.StartAsync(_data.Path, NullLoggerFactory.Instance, new CancellationToken(canceled: true)));

        await using EmbeddedStore store = await StartAsync();
        Assert.Equal("2.2.8", store.Version);
    }

    private static async Task AdmitAsync(EmbeddedStore store, string member, long ticket)
    {
        await using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(store.ConnectionString);
        Assert.True(await redis.GetDatabase().SortedSetAddAsync(QueueKey[0], member, ticket));
    }

    private static async Task<long?> FindTicketAsync(EmbeddedStore store, string member)
    {
        await using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(store.ConnectionString);
        return (long?)await redis.GetDatabase().SortedSetScoreAsync(QueueKey[0], member);
    }

    private Task<EmbeddedStore> StartAsync() => EmbeddedStore.StartAsync(_data.Path, NullLoggerFactory.Instance, CancellationToken.None);
}
