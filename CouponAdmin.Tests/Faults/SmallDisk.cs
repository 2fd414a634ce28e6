using System.Globalization;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Faults;

/// <summary>A file system in memory of a few megabytes, to be filled to the last byte and freed again. Root only, where mounting is allowed.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly TestDirectory _directory;

    private SmallDisk(TestDirectory directory) => _directory = directory;

    public static bool CanMount { get; } = TryMount();

    public string Path => _directory.Path;

    private string Filler => System.IO.Path.Combine(Path, "filler");

    public static async Task<SmallDisk> MountAsync(int megabytes)
    {
        TestDirectory directory = new("disk");
        await ChildProcess.RunAsync(new ChildCommand("/bin/mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m"), "tmpfs", directory.Path));
        return new SmallDisk(directory);
    }

    public void Fill()
    {
        using FileStream filler = new(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1);
        byte[] page = new byte[4096];
        try
        {
            while (true)
            {
                filler.Write(page);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void Free() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        // Lazy: whoever still has a file open there keeps it to itself.
        await ChildProcess.RunAsync(new ChildCommand("/bin/umount", "--lazy", Path));
        _directory.Dispose();
    }

    private static bool TryMount()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return false;
        }

        using TestDirectory directory = new("mount");
        using System.Diagnostics.Process? mount = System.Diagnostics.Process.Start("/bin/mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", directory.Path]);
        mount!.WaitForExit();
        if (mount.ExitCode != 0)
        {
            return false;
        }

        using System.Diagnostics.Process? unmount = System.Diagnostics.Process.Start("/bin/umount", [directory.Path]);
        unmount!.WaitForExit();
        return true;
    }
}

/// <summary>The size that a running process's files may not outgrow: a full disk for one process, without root.</summary>
internal static class FileSizeLimit
{
    public static Task SetAsync(int process, long bytes) => ChildProcess.RunAsync(new ChildCommand(
        "/usr/bin/prlimit", "--pid", process.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"--fsize={bytes}")));
}
