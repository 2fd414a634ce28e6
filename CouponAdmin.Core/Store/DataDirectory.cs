namespace CouponAdmin.Core.Store;

/// <summary>The folder of the embedded store and the SQLite file: setting <c>DataDirectory</c>, relative to the content root.</summary>
public sealed record DataDirectory(string Path)
{
    public const string Setting = "DataDirectory";

    /// <summary>Resolves the setting and makes the folder.</summary>
    public static DataDirectory Open(string contentRoot, string? setting)
    {
        string path = System.IO.Path.GetFullPath(System.IO.Path.Combine(contentRoot, string.IsNullOrWhiteSpace(setting) ? "data" : setting));
        Directory.CreateDirectory(path);
        return new DataDirectory(path);
    }

    /// <summary>Where the embedded store keeps its data.</summary>
    internal string StorePath => System.IO.Path.Combine(Path, "store");

    /// <summary>Says early what the embedded store would find out at its start. Between the two another process may come: the store's own lock decides.</summary>
    /// <exception cref="DataDirectoryInUseException">Another process uses it.</exception>
    public void EnsureStoreIsFree() => DataDirectoryLock.Take(StorePath).Dispose();
}
