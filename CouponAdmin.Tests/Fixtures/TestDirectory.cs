namespace CouponAdmin.Tests.Fixtures;

/// <summary>A temporary folder that goes when its owner is disposed, at the latest with the test process.</summary>
internal sealed class TestDirectory : IDisposable
{
    private const string RunPrefix = "couponadmin-tests-";
    private const string LockName = ".alive";

    private static readonly FileStream Alive = BeginRun();
    private static int s_count;

    public TestDirectory(string purpose)
    {
        string run = System.IO.Path.GetDirectoryName(Alive.Name)!;
        Path = System.IO.Path.Combine(run, $"{purpose}-{Interlocked.Increment(ref s_count)}");
        Directory.CreateDirectory(Path);
        EndOfRun.Add(this);
    }

    public string Path { get; }

    public void Dispose()
    {
        EndOfRun.Remove(this);
        Delete(Path);
    }

    // The lock is the mark of a live run: the kernel gives it back even when the run is killed, so a later run may sweep what is unlocked.
    private static FileStream BeginRun()
    {
        foreach (string old in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), RunPrefix + "*"))
        {
            SweepIfDead(old);
        }

        string run = System.IO.Path.Combine(System.IO.Path.GetTempPath(), RunPrefix + Guid.NewGuid().ToString("N")[..12]);
        Directory.CreateDirectory(run);
        FileStream alive = new(System.IO.Path.Combine(run, LockName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        EndOfRun.Add(new RunFolder(run));
        return alive;
    }

    private static void SweepIfDead(string run)
    {
        try
        {
            // No lock file: the run is just beginning, or another user's sweep is under way. Either way it isn't ours to take.
            using (new FileStream(System.IO.Path.Combine(run, LockName), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
            }

            Delete(run);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Alive, or another user's.
        }
    }

    private static void Delete(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A process on its last legs still writes here: the next run sweeps it.
        }
    }

    private sealed class RunFolder(string path) : IDisposable
    {
        public void Dispose() => Delete(path);
    }
}
