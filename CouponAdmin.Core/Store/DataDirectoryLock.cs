using System.Globalization;
using CouponAdmin.Core.Results;

namespace CouponAdmin.Core.Store;

/// <summary>
/// Ownership of a data directory, by an exclusively opened file. The kernel closes it with the process, however that ends:
/// what a killed process leaves behind never blocks the next one.
/// </summary>
internal sealed class DataDirectoryLock : IDisposable
{
    private const string LockFile = "store.lock";

    /// <summary>Beside the lock, because nobody else can read a file opened without sharing.</summary>
    private const string OwnerFile = "store.pid";

    private readonly FileStream _lock;

    private DataDirectoryLock(string directory, FileStream opened)
    {
        Directory = directory;
        _lock = opened;
    }

    /// <summary>The directory as a full path.</summary>
    internal string Directory { get; }

    /// <summary>Creates the directory if need be and takes it.</summary>
    /// <exception cref="DataDirectoryInUseException">It is taken.</exception>
    internal static DataDirectoryLock Take(string directory)
    {
        string path = Path.GetFullPath(directory);
        System.IO.Directory.CreateDirectory(path);
        FileStream opened = OpenExclusively(path);
        File.WriteAllText(Path.Combine(path, OwnerFile), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new DataDirectoryLock(path, opened);
    }

    /// <summary>Gives the directory back. The owner's name goes first: a newcomer's must not be deleted.</summary>
    public void Dispose()
    {
        if (_lock.CanRead)
        {
            File.Delete(Path.Combine(Directory, OwnerFile));
            _lock.Dispose();
        }
    }

    private static FileStream OpenExclusively(string path)
    {
        try
        {
            return new FileStream(Path.Combine(path, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException refusal) when (ExclusiveFile.IsTaken(refusal))
        {
            throw new DataDirectoryInUseException(path, ReadOwner(path), refusal);
        }
    }

    /// <summary>Null between the owner's taking the lock and writing its id.</summary>
    private static int? ReadOwner(string path)
    {
        try
        {
            return int.TryParse(File.ReadAllText(Path.Combine(path, OwnerFile)), NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
