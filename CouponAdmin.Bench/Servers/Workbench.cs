using CouponAdmin.Bench.Load;

namespace CouponAdmin.Bench.Servers;

/// <summary>What a scenario has started, with one folder and one signing key for all; ended newest first.</summary>
internal sealed class Workbench : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coupon-bench-");
    private readonly Stack<IAsyncDisposable> _started = new();

    public Tokens Tokens { get; } = new();

    public Workbench()
    {
        if (!OperatingSystem.IsWindows())
        {
            // The database runs as another account.
            _folder.UnixFileMode |= UnixFileMode.OtherExecute | UnixFileMode.OtherRead;
        }
    }

    /// <summary>A folder of that name below the bench's own; made by whoever uses it.</summary>
    public string FolderOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Keeps what was started, to end it.</summary>
    public async Task<T> KeepAsync<T>(Task<T> starting)
        where T : IAsyncDisposable
    {
        T started = await starting;
        _started.Push(started);
        return started;
    }

    public async ValueTask DisposeAsync()
    {
        while (_started.TryPop(out IAsyncDisposable? one))
        {
            await one.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }
}
