namespace CouponAdmin.Core.Store;

/// <summary>The folder of the embedded store and the SQLite file: setting <c>DataDirectory</c>, relative to the content root.</summary>
public sealed record DataDirectory(string Path)
{
    /// <summary>The folder of the embedded store and the SQLite file, relative to the content root; <c>data</c> if not given. Unused where both are servers.</summary>
    public const string Setting = "DataDirectory";

    /// <summary>Resolves the setting.</summary>
    public static DataDirectory At(string contentRoot, string? setting) =>
        new(System.IO.Path.GetFullPath(System.IO.Path.Combine(contentRoot, string.IsNullOrWhiteSpace(setting) ? "data" : setting)));

    /// <summary>Makes the folder and writes a file of no length, which is gone at once.</summary>
    /// <exception cref="IOException">It can't be made or written.</exception>
    /// <exception cref="UnauthorizedAccessException">This process may not write there.</exception>
    public void EnsureWritable()
    {
        Directory.CreateDirectory(Path);
        using FileStream probe = new(
            System.IO.Path.Combine(Path, $".write-probe-{Environment.ProcessId}"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
    }

    /// <summary>Where the embedded store keeps its data.</summary>
    internal string StorePath => System.IO.Path.Combine(Path, "store");

    /// <summary>Says early what the embedded store would find out at its start. Between the two another process may come: the store's own lock decides.</summary>
    /// <exception cref="DataDirectoryInUseException">Another process uses it.</exception>
    public void EnsureStoreIsFree() => DataDirectoryLock.Take(StorePath).Dispose();
}
