using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit.Sdk;

namespace CouponAdmin.Tests.Fixtures;

/// <summary>A process that the tests started. It ends with its owner, with the test process, and even when that is killed.</summary>
internal sealed class ChildProcess : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan LastGrace = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly OutputTail _output = new();
    private readonly ChildCommand _command;

    private ChildProcess(ChildCommand command, Process process)
    {
        _command = command;
        _process = process;
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        EndOfRun.Add(this);
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The last lines of both its outputs.</summary>
    public string Output => _output.ToString();

    public static async Task<ChildProcess> StartAsync(ChildCommand command) =>
        new(command, await ChildStarter.StartAsync(command.ToStartInfo()));

    /// <summary>Starts the successor of a process that has ended, or the first of its line.</summary>
    public static async Task<ChildProcess> StartAfterAsync(ChildProcess? former, ChildCommand command)
    {
        if (former is { HasExited: false })
        {
            throw new InvalidOperationException($"Process {former.Id} still runs: {command}");
        }

        if (former is not null)
        {
            await former.DisposeAsync();
        }

        return await StartAsync(command);
    }

    /// <summary>Runs a command to its end; the test fails with its output unless it ends with 0.</summary>
    public static async Task<string> RunAsync(ChildCommand command)
    {
        await using ChildProcess child = await StartAsync(command);
        await child._process.WaitForExitAsync();
        if (child._process.ExitCode != 0)
        {
            throw new XunitException($"{command} ended with {child._process.ExitCode}.\n{child.Output}");
        }

        return child.Output;
    }

    /// <summary>SIGKILL, and waits until the process is gone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Send(ChildSignal signal)
    {
        const int NoSuchProcess = 3;
        if (!_process.HasExited && SendSignal(_process.Id, (int)signal) != 0 && Marshal.GetLastPInvokeError() != NoSuchProcess)
        {
            throw new InvalidOperationException($"Signal {signal} to process {_process.Id}: error {Marshal.GetLastPInvokeError()}.");
        }
    }

    /// <summary>Waits until the process has ended by itself or by a signal; the answer is its exit code.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan within)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(within);
        }
        catch (TimeoutException e)
        {
            throw new XunitException($"{_command} did not end within {within}.\n{Output}", e);
        }

        return _process.ExitCode;
    }

    public void FailIfExited()
    {
        if (_process.HasExited)
        {
            throw new XunitException($"{_command} ended with {_process.ExitCode} too early.\n{Output}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        EndOfRun.Remove(this);
        _process.Dispose();
    }

    public void Dispose()
    {
        EndOfRun.Remove(this);
        Send(_command.DeathSignal);
        if (!_process.WaitForExit(LastGrace))
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);

    private void Hear(string? line)
    {
        _output.Add(line);
        if (line is not null)
        {
            _command.Listener?.Invoke(line);
        }
    }
}
