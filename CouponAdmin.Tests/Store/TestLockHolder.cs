using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace CouponAdmin.Tests.Store;

/// <summary>Another process that owns a data directory, as an instance would: the kernel's lock on the lock file, its id beside it.</summary>
internal sealed class TestLockHolder : IDisposable
{
    private readonly Process _process;

    private TestLockHolder(Process process) => _process = process;

    internal int ProcessId => _process.Id;

    internal static async Task<TestLockHolder> TakeAsync(string directory)
    {
        ProcessStartInfo start = new("flock", ["--no-fork", "--exclusive", "--nonblock", Path.Combine(directory, "store.lock"), "cat"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        TestLockHolder holder = new(Process.Start(start)!);

        // cat runs once the lock is held, so its echo tells that it is.
        await holder._process.StandardInput.WriteLineAsync("held");
        await holder._process.StandardInput.FlushAsync();
        Assert.Equal("held", await holder._process.StandardOutput.ReadLineAsync());
        await File.WriteAllTextAsync(Path.Combine(directory, "store.pid"), holder.ProcessId.ToString(CultureInfo.InvariantCulture));
        return holder;
    }

    /// <summary>Kills it with SIGKILL: nothing is cleaned up.</summary>
    internal async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
