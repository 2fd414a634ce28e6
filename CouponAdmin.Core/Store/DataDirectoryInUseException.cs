using System.Diagnostics.CodeAnalysis;

namespace CouponAdmin.Core.Store;

/// <summary>The data directory belongs to a process that is running. The message is meant for the person who started this one.</summary>
[SuppressMessage("Roslynator", "RCS1194", Justification = "Without a directory there is nothing to say; only DataDirectoryLock raises it.")]
public sealed class DataDirectoryInUseException : IOException
{
    internal DataDirectoryInUseException(string directory, int? ownerProcessId, Exception refusal)
        : base(Explain(directory, ownerProcessId), refusal)
    {
        DataDirectory = directory;
        OwnerProcessId = ownerProcessId;
    }

    /// <summary>The directory, as a full path.</summary>
    public string DataDirectory { get; }

    /// <summary>Who holds it, when known.</summary>
    public int? OwnerProcessId { get; }

    private static string Explain(string directory, int? owner) =>
        $"The data directory '{directory}' is in use by {(owner is { } id ? $"process {id}" : "another process")}. "
        + "An embedded store belongs to one process. Stop that process, or set DataDirectory to another folder, "
        + "or set ConnectionStrings:Redis so that several instances share a Redis server.";
}
