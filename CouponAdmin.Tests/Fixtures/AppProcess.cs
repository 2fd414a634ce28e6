using System.Globalization;
using Xunit.Sdk;

namespace CouponAdmin.Tests.Fixtures;

/// <summary>The built web application as a process of its own: to be killed, frozen, ended and started again on the same port and data.</summary>
internal sealed class AppProcess : IAsyncDisposable
{
    private static readonly TimeSpan ReadyDeadline = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan EndDeadline = TimeSpan.FromSeconds(30);

    /// <summary>A command works until it is done; on a busy machine a migration takes its time.</summary>
    private static readonly TimeSpan CommandDeadline = TimeSpan.FromMinutes(4);

    private readonly TestDirectory _directory = new("app");
    private readonly Dictionary<string, string?> _environment;
    private readonly string? _published;
    private readonly Action<string>? _listener;
    private ChildProcess? _process;

    private AppProcess(IReadOnlyDictionary<string, string>? settings, string environment, string? published, Action<string>? listener)
    {
        (_published, _listener) = (published, listener);
        int port = LoopbackPorts.Take();
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
        _environment = AppEnvironment.Compose(settings, environment, Address, Path.Combine(_directory.Path, "data"));
    }

    public Uri Address { get; }

    /// <summary>Speaks to <see cref="Address"/>; follows no redirect and keeps no cookie.</summary>
    public HttpClient Client { get; }

    public string DataDirectory => _environment["DataDirectory"]!;

    public int ProcessId => Process.Id;

    /// <summary>The last lines that the current process wrote.</summary>
    public string Output => Process.Output;

    public bool HasExited => Process.HasExited;

    private ChildProcess Process => _process ?? throw new InvalidOperationException("The application was never started.");

    /// <summary>Starts the application; <see cref="WaitUntilReadyAsync"/> says when it serves.</summary>
    /// <remarks>With a folder and a database of the fixture the schema is there already. Whoever wants the very first start names a folder of its own, <c>DataDirectory</c>.</remarks>
    /// <param name="settings">By the names of environment variables: <c>Issuance__DrainInterval</c>. They overrule the defaults of the fixture.</param>
    /// <param name="environment">Only Development serves static files from a build; Production serves them after publish.</param>
    /// <param name="published">The folder of a published application (<see cref="PublishedApp"/>); null: the build beside the tests.</param>
    /// <param name="listener">Hears every line of its log.</param>
    public static async Task<AppProcess> StartAsync(
        IReadOnlyDictionary<string, string>? settings = null, string environment = "Development", string? published = null, Action<string>? listener = null)
    {
        AppProcess app = new(settings, environment, published, listener);
        if (settings is null || (!settings.ContainsKey("DataDirectory") && !settings.ContainsKey("Database__Provider")))
        {
            // Each migration is code that a new process compiles: together they cost as much as the rest of a start.
            Directory.CreateDirectory(app.DataDirectory);
            await Databases.CopySqliteAsync(Path.Combine(app.DataDirectory, "couponadmin.db"));
        }

        await app.StartAgainAsync();
        return app;
    }

    public static async Task<AppProcess> StartReadyAsync(
        IReadOnlyDictionary<string, string>? settings = null, string environment = "Development", string? published = null)
    {
        AppProcess app = await StartAsync(settings, environment, published);
        try
        {
            await app.WaitUntilReadyAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs one of the program's own commands, such as <c>migrate</c>, to its end; fails unless it ends with 0. Gives the last lines that it wrote.</summary>
    public static async Task<string> RunToEndAsync(IReadOnlyDictionary<string, string> settings, params string[] command)
    {
        (int code, string output) = await RunAsync(settings, command);
        return code == 0 ? output : throw new XunitException($"{string.Join(' ', command)} ended with {code}.\n{output}");
    }

    /// <summary>Runs a command, or a start that can't be, to its end; gives the exit code and the last lines that it wrote.</summary>
    public static async Task<(int Code, string Output)> RunAsync(IReadOnlyDictionary<string, string> settings, params string[] command)
    {
        using TestDirectory directory = new("command");
        Uri address = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{LoopbackPorts.Take()}"));
        await using ChildProcess child = await ChildProcess.StartAsync(CommandOf(null, AppEnvironment.Compose(settings, "Development", address, directory.Path), command));
        int code = await child.WaitForExitAsync(CommandDeadline);
        return (code, child.Output);
    }

    /// <summary>Starts anew with the same settings, port and data. The process before it must have ended.</summary>
    /// <param name="without">A setting to leave out from now on, such as the fault that ended the process before.</param>
    public async Task StartAgainAsync(string? without = null)
    {
        if (without is not null)
        {
            _environment.Remove(without);
        }

        _process = await ChildProcess.StartAfterAsync(_process, CommandOf(_published, _environment, "--contentRoot", _published ?? Project) with { Listener = _listener });
    }

    /// <summary>Gives the next start another value of a setting.</summary>
    public void Set(string name, string value) => _environment[name] = value;

    private static string Project => Path.Combine(SourceTree.Root, "CouponAdmin.Web");

    private static ChildCommand CommandOf(string? published, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        string assembly = Path.Combine(published ?? Path.Combine(Project, "bin", SourceTree.Configuration, "net10.0"), "CouponAdmin.Web.dll");
        return File.Exists(assembly)
            ? new ChildCommand(AppEnvironment.DotnetProgram, [assembly, .. arguments]) { Environment = environment, WorkingDirectory = published ?? Project }
            : throw new XunitException($"{assembly} is missing: build the solution in the configuration of the tests.");
    }

    /// <summary>Asks <c>/health/ready</c> until it answers 200; fails at once if the process ends.</summary>
    public Task WaitUntilReadyAsync(TimeSpan? within = null) =>
        Eventually.HoldsAsync(AskReadyAsync, answer => answer.StartsWith("200 ", StringComparison.Ordinal), within ?? ReadyDeadline, () => Output);

    /// <summary>SIGKILL, and waits until the process is gone.</summary>
    public Task KillAsync() => Process.KillAsync();

    /// <summary>Waits until the process has ended by itself; the answer is its exit code.</summary>
    public Task<int> WaitForExitAsync() => Process.WaitForExitAsync(ReadyDeadline);

    /// <summary>SIGTERM, and waits for an orderly end; the answer is the exit code.</summary>
    public Task<int> TerminateAsync()
    {
        Process.Send(ChildSignal.Term);
        return Process.WaitForExitAsync(EndDeadline);
    }

    /// <summary>The process stands still until <see cref="Thaw"/>.</summary>
    public void Freeze() => Process.Send(ChildSignal.Stop);

    public void Thaw() => Process.Send(ChildSignal.Cont);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _directory.Dispose();
    }

    private async Task<string> AskReadyAsync()
    {
        Process.FailIfExited();
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(5));
        try
        {
            using HttpResponseMessage answer = await Client.GetAsync(new Uri("/health/ready", UriKind.Relative), patience.Token);
            string body = await answer.Content.ReadAsStringAsync(patience.Token);
            return string.Create(CultureInfo.InvariantCulture, $"{(int)answer.StatusCode} {body}");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return e.Message;
        }
    }
}
