namespace CouponAdmin.Core.Results;

/// <summary>A file that one process has opened without sharing.</summary>
internal static class ExclusiveFile
{
    /// <summary>ERROR_SHARING_VIOLATION on Windows, EWOULDBLOCK of flock on Linux and macOS. A full disk or a missing right is another matter.</summary>
    public static bool IsTaken(IOException refusal) =>
        OperatingSystem.IsWindows()
            ? refusal.HResult == unchecked((int)0x80070020)
            : refusal.HResult is 11 or 35;
}
