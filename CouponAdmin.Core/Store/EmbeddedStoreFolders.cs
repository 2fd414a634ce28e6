using System.Globalization;

namespace CouponAdmin.Core.Store;

/// <summary>
/// Where the embedded server's data lies, and how a shorter copy takes its place. The copy is whole before the first folder is renamed,
/// so a process that ends in between leaves either the data as it was or the copy.
/// </summary>
internal sealed class EmbeddedStoreFolders(string directory)
{
    private readonly string _old = Path.Combine(directory, "store.old");

    /// <summary>What the server serves.</summary>
    public string Current { get; } = Path.Combine(directory, "store");

    /// <summary>The copy while it is made.</summary>
    public string Copy { get; } = Path.Combine(directory, "store.new");

    /// <summary>The copy's size in bytes when it was made; lies in the folder itself, so that it goes with it.</summary>
    private string SizeFile => Path.Combine(Current, "copied-bytes");

    /// <summary>Bytes on the disk.</summary>
    public long Bytes => BytesIn(Current);

    /// <summary>Bytes after the last shortening; 0 if there was none.</summary>
    public long BytesWhenCopied => File.Exists(SizeFile) && long.TryParse(File.ReadAllText(SizeFile), CultureInfo.InvariantCulture, out long bytes) ? bytes : 0;

    /// <summary>Ends a change of folders that was cut off, and throws a copy away that was never used.</summary>
    public void TidyUp()
    {
        if (!Directory.Exists(Current) && Directory.Exists(_old))
        {
            Directory.Move(Directory.Exists(Copy) ? Copy : _old, Current);
        }

        Delete(Copy);
        Delete(_old);
    }

    /// <summary>Puts the copy, whole and closed, in the place of the data.</summary>
    public void UseCopy()
    {
        Directory.Move(Current, _old);
        Directory.Move(Copy, Current);
        File.WriteAllText(SizeFile, Bytes.ToString(CultureInfo.InvariantCulture));
        Delete(_old);
    }

    private static long BytesIn(string folder) =>
        Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length) : 0;

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
