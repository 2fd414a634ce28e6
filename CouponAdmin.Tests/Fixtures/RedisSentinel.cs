using System.Globalization;

namespace CouponAdmin.Tests.Fixtures;

/// <summary>A real Sentinel of the tests' own, quick to judge: a master that is silent for two seconds is down.</summary>
internal sealed class RedisSentinel : IAsyncDisposable
{
    public const string Service = "claims";

    private readonly TestDirectory _directory = new("sentinel");
    private ChildProcess? _process;

    private RedisSentinel()
    {
    }

    public int Port { get; } = LoopbackPorts.Take();

    public string Output => _process?.Output ?? "";

    /// <param name="masterPort">The port by which everybody knows the master.</param>
    /// <param name="quorum">How many Sentinels must find it down.</param>
    public static async Task<RedisSentinel> StartAsync(int masterPort, int quorum)
    {
        RedisSentinel sentinel = new();
        string settings = Path.Combine(sentinel._directory.Path, "sentinel.conf");
        await File.WriteAllTextAsync(settings, string.Create(CultureInfo.InvariantCulture, $"""
            port {sentinel.Port}
            bind 127.0.0.1
            dir {sentinel._directory.Path}
            sentinel monitor {Service} 127.0.0.1 {masterPort} {quorum}
            sentinel down-after-milliseconds {Service} 2000
            sentinel failover-timeout {Service} 3000
            sentinel parallel-syncs {Service} 2

            """));
        sentinel._process = await ChildProcess.StartAfterAsync(null, new ChildCommand(InstalledPrograms.RedisSentinel, settings));
        await Eventually.HoldsAsync(
            () => RedisLine.AskAsync(sentinel.Port, "PING"), answer => answer.StartsWith("+PONG", StringComparison.Ordinal), TimeSpan.FromSeconds(20), () => sentinel.Output);
        return sentinel;
    }

    /// <summary>The port of the master as this Sentinel names it; 0 when it names none.</summary>
    public async Task<int> MasterPortAsync()
    {
        string[] lines = (await RedisLine.AskAsync(Port, $"SENTINEL GET-MASTER-ADDR-BY-NAME {Service}")).Split("\r\n");
        return lines.Length > 4 && int.TryParse(lines[4], CultureInfo.InvariantCulture, out int port) ? port : 0;
    }

    /// <summary>Whether it knows all others and so many replicas that could take over.</summary>
    public async Task<bool> IsReadyAsync(int sentinels, int replicas)
    {
        string quorum = await RedisLine.AskAsync(Port, $"SENTINEL CKQUORUM {Service}");
        string known = await RedisLine.AskAsync(Port, $"SENTINEL REPLICAS {Service}");
        string[] flags = [.. known.Split("\r\n").Where(line => line.Contains("slave", StringComparison.Ordinal) && !line.Contains("slave-", StringComparison.Ordinal))];
        return quorum.StartsWith(string.Create(CultureInfo.InvariantCulture, $"+OK {sentinels} usable"), StringComparison.Ordinal)
            && flags.Count(flag => flag == "slave") >= replicas;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _directory.Dispose();
    }
}
