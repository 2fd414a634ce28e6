using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CouponAdmin.Tests.Fixtures;

/// <summary>A real redis-server of the tests' own: durable (<c>appendfsync always</c>), never evicting, to be killed at will.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private static readonly SharedServer<RedisServer> OneForAll = new(() => StartAsync());

    private readonly TestDirectory _directory = new("redis");
    private readonly string _appendFsync;
    private readonly string[] _moreArguments;
    private ChildProcess? _process;

    private RedisServer(string appendFsync, string[] moreArguments) => (_appendFsync, _moreArguments) = (appendFsync, moreArguments);

    public int Port { get; } = LoopbackPorts.Take();

    public string ConnectionString => $"127.0.0.1:{Port}";

    public string DataDirectory => _directory.Path;

    public int ProcessId => Process.Id;

    public bool HasExited => Process.HasExited;

    public string Output => Process.Output;

    private ChildProcess Process => _process ?? throw new InvalidOperationException("The server was never started.");

    /// <summary>The one that many tests use side by side, each with its own campaign: neither kill nor flush it.</summary>
    public static Task<RedisServer> SharedAsync() => OneForAll.GetAsync();

    /// <param name="moreArguments">As on the command line: <c>"--replicaof", "127.0.0.1 7001"</c>. A later one overrules an earlier one.</param>
    public static async Task<RedisServer> StartAsync(string appendFsync = "always", params string[] moreArguments)
    {
        RedisServer server = new(appendFsync, moreArguments);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts on the same port and data, and waits until the data is loaded and PING is answered.</summary>
    public async Task StartAgainAsync()
    {
        string port = Port.ToString(CultureInfo.InvariantCulture);
        _process = await ChildProcess.StartAfterAsync(_process, new ChildCommand(
            InstalledPrograms.RedisServer,
            [
                "--port", port, "--bind", "127.0.0.1", "--dir", _directory.Path, "--daemonize", "no",
                "--appendonly", "yes", "--appendfsync", _appendFsync, "--save", "", "--maxmemory-policy", "noeviction",
                "--enable-debug-command", "local", .. _moreArguments,
            ]));
        await Eventually.HoldsAsync(AskPingAsync, answer => answer == "+PONG", TimeSpan.FromSeconds(20), () => Output);
    }

    /// <summary>SIGKILL: what was not synced to disk is lost.</summary>
    public Task KillAsync() => Process.KillAsync();

    /// <summary>The process stands still: connections stay open, nothing is answered until <see cref="Thaw"/>.</summary>
    public void Freeze() => Process.Send(ChildSignal.Stop);

    public void Thaw() => Process.Send(ChildSignal.Cont);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _directory.Dispose();
    }

    private async Task<string> AskPingAsync()
    {
        Process.FailIfExited();
        try
        {
            using TcpClient client = new();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            await using NetworkStream stream = client.GetStream();
            await stream.WriteAsync("PING\r\n"u8.ToArray());
            using StreamReader reader = new(stream);
            return await reader.ReadLineAsync() ?? "closed";
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return e.Message;
        }
    }
}
