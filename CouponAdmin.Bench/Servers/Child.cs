using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CouponAdmin.Bench.Servers;

/// <summary>A process that the bench started. It ends with the bench, even when that is killed (<c>setpriv --pdeathsig</c>, Linux).</summary>
internal sealed class Child : IAsyncDisposable
{
    private const int LinesKept = 40;
    private const int SignalStop = 19;
    private const int SignalContinue = 18;

    private readonly Process _process;
    private readonly int _endSignal;
    private readonly Queue<string> _lines = new();

    private Child(string name, Process process, int endSignal)
    {
        (Name, _process, _endSignal) = (name, process, endSignal);
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What the tables call it.</summary>
    public string Name { get; }

    public int Id => _process.Id;

    /// <summary>The last lines that it wrote.</summary>
    public string Output
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <param name="endSignal">SIGKILL (9), or SIGQUIT (3) for a server that must take its own children along.</param>
    /// <param name="user">Another account to run as; only root can.</param>
    public static async Task<Child> StartAsync(
        string name, string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null,
        string? user = null, int endSignal = 9, string? workingDirectory = null)
    {
        string[] account = user is null ? [] : ["--reuid", user, "--regid", user, "--init-groups"];
        ProcessStartInfo info = new("setpriv", [.. account, "--pdeathsig", endSignal == 9 ? "KILL" : "QUIT", "--", program, .. arguments])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = workingDirectory ?? Path.GetTempPath(),
        };
        foreach ((string variable, string value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            info.Environment[variable] = value;
        }

        return new Child(name, await ChildStarter.StartAsync(info), endSignal);
    }

    /// <summary>Runs to its end; throws with its output unless it ends with 0.</summary>
    public static async Task<string> RunAsync(
        string name, string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null,
        string? user = null, string? workingDirectory = null)
    {
        await using Child child = await StartAsync(name, program, arguments, environment, user, workingDirectory: workingDirectory);
        await child._process.WaitForExitAsync();
        return child._process.ExitCode == 0
            ? child.Output
            : throw new InvalidOperationException($"{name} ended with {child._process.ExitCode}.\n{child.Output}");
    }

    /// <summary>Asks until the answer is yes; throws when the process ends, or after a minute.</summary>
    public async Task UntilAsync(Func<Task<bool>> ready)
    {
        long began = Stopwatch.GetTimestamp();
        while (!await ready())
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(began) > TimeSpan.FromMinutes(1))
            {
                throw new InvalidOperationException($"{Name} did not come up.\n{Output}");
            }

            await Task.Delay(50);
        }
    }

    /// <summary>It stands still until <see cref="Thaw"/>.</summary>
    public void Freeze() => Send(SignalStop);

    public void Thaw() => Send(SignalContinue);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Send(_endSignal);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        lock (_lines)
        {
            if (line is not null)
            {
                _lines.Enqueue(line);
            }

            if (_lines.Count > LinesKept)
            {
                _lines.Dequeue();
            }
        }
    }

    private void Send(int signal)
    {
        if (SendSignal(_process.Id, signal) != 0)
        {
            throw new InvalidOperationException($"Signal {signal} to {Name}: error {Marshal.GetLastPInvokeError()}.");
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
