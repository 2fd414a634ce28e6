using System.Globalization;
using Npgsql;

namespace CouponAdmin.Tests.Fixtures;

/// <summary>A real PostgreSQL of the tests' own, in a temporary folder. Each test makes its own database.</summary>
internal sealed class PostgreSqlServer : IAsyncDisposable
{
    private const string Account = "postgres";
    private const int ConnectionsMax = 400;

    // Nobody crashes it, so nothing is lost without waiting for the disk.
    private static readonly SharedServer<PostgreSqlServer> OneForAll = new(() => StartAsync(fsync: false));

    /// <summary>Made once; each server takes a copy.</summary>
    private static readonly SharedServer<string> Template = new(MakeTemplateAsync);

    private readonly TestDirectory _directory = new("postgresql");
    private readonly bool _fsync;
    private ChildProcess? _process;
    private int _databases;

    private PostgreSqlServer(bool fsync) => _fsync = fsync;

    public int Port { get; } = LoopbackPorts.Take();

    public string Output => Process.Output;

    // PostgreSQL refuses to run as root, so root lends it the account that the Debian package made.
    private static string? RunAs => Environment.IsPrivilegedProcess ? Account : null;

    private string Data => Path.Combine(_directory.Path, "data");

    private ChildProcess Process => _process ?? throw new InvalidOperationException("The server was never started.");

    /// <summary>The one that many tests use side by side, each with its own database: don't stop it.</summary>
    public static Task<PostgreSqlServer> SharedAsync() => OneForAll.GetAsync();

    /// <param name="fsync">On as in production; off only where a test measures nothing and breaks nothing.</param>
    public static async Task<PostgreSqlServer> StartAsync(bool fsync = true)
    {
        PostgreSqlServer server = new(fsync);
        await server.InitialiseAsync();
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Makes an empty database and gives the connection string for it.</summary>
    /// <param name="encoding">Another encoding than UTF8, such as <c>LATIN1</c>.</param>
    public async Task<string> CreateDatabaseAsync(string? encoding = null)
    {
        string name = $"test_{Interlocked.Increment(ref _databases)}_{Guid.NewGuid():N}";
        await using NpgsqlConnection connection = new(ConnectionTo("postgres"));
        await connection.OpenAsync();
        await using NpgsqlCommand command = connection.CreateCommand();
        command.CommandText = encoding is null ? $"CREATE DATABASE {name}" : $"CREATE DATABASE {name} ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0";
        await command.ExecuteNonQueryAsync();
        return ConnectionTo(name);
    }

    /// <summary>A server of its own that follows this one, a moment behind it.</summary>
    public async Task<PostgreSqlServer> StartStandbyAsync()
    {
        PostgreSqlServer standby = new(_fsync);
        await standby.OwnFolderAsync();
        await ChildProcess.RunAsync(Command(
            standby._directory.Path,
            "pg_basebackup", "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", Account, "-D", standby.Data,
            "--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast", "--no-sync"));
        await standby.StartAgainAsync();
        return standby;
    }

    /// <summary>Ends its following: from now on it is written to.</summary>
    public Task PromoteAsync() => ChildProcess.RunAsync(Command(_directory.Path, "pg_ctl", "promote", "--wait", "-D", Data));

    /// <summary>Ends it as a crash does, with all its sessions: the next start recovers from the log.</summary>
    public async Task CrashAsync()
    {
        Process.Send(ChildSignal.Quit);
        await Process.WaitForExitAsync(TimeSpan.FromSeconds(20));
    }

    /// <summary>Starts on the same port and data, and waits until a session can be opened.</summary>
    public async Task StartAgainAsync()
    {
        _process = await ChildProcess.StartAfterAsync(_process, Command(
            _directory.Path, "postgres",
            "-D", Data, "-p", Port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1",
            "-c", $"unix_socket_directories={_directory.Path}", "-c", $"max_connections={ConnectionsMax}", "-c", $"fsync={(_fsync ? "on" : "off")}"));
        await Eventually.HoldsAsync(AskWhetherOpenAsync, answer => answer == "open", TimeSpan.FromSeconds(30), () => Output);
    }

    /// <summary>The server's main process stands still: no new session opens. Sessions already open go on.</summary>
    public void Freeze() => Process.Send(ChildSignal.Stop);

    public void Thaw() => Process.Send(ChildSignal.Cont);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Send(ChildSignal.Cont);
            await CrashAsync();
            await _process.DisposeAsync();
        }

        _directory.Dispose();
    }

    private async Task InitialiseAsync()
    {
        await OwnFolderAsync();
        await ChildProcess.RunAsync(new ChildCommand("/bin/cp", "--archive", await Template.GetAsync(), Data));
    }

    private async Task OwnFolderAsync()
    {
        if (RunAs is { } account)
        {
            await ChildProcess.RunAsync(new ChildCommand("/bin/chown", account, _directory.Path));
        }
    }

    private static async Task<string> MakeTemplateAsync()
    {
        string folder = new TestDirectory("postgresql-template").Path, data = Path.Combine(folder, "data");
        if (RunAs is { } account)
        {
            await ChildProcess.RunAsync(new ChildCommand("/bin/chown", account, folder));
        }

        await ChildProcess.RunAsync(Command(
            folder, "initdb", "-D", data, "-U", Account, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"));
        return data;
    }

    // The main process takes its sessions along on SIGQUIT; on SIGKILL they would linger.
    private static ChildCommand Command(string folder, string program, params string[] arguments) =>
        new(Path.Combine(InstalledPrograms.PostgreSqlBin, program), arguments) { User = RunAs, DeathSignal = ChildSignal.Quit, WorkingDirectory = folder };

    private string ConnectionTo(string database) =>
        $"Host=127.0.0.1;Port={Port};Database={database};Username={Account};Maximum Pool Size=40;Connection Idle Lifetime=5;Connection Pruning Interval=2;Include Error Detail=true";

    private async Task<string> AskWhetherOpenAsync()
    {
        Process.FailIfExited();
        try
        {
            await using NpgsqlConnection connection = new(ConnectionTo("postgres") + ";Pooling=false;Timeout=2");
            await connection.OpenAsync();
            return "open";
        }
        catch (NpgsqlException e)
        {
            return e.Message;
        }
    }
}
