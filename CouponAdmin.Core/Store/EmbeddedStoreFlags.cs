using System.Globalization;

namespace CouponAdmin.Core.Store;

/// <summary>
/// The flags Garnet is started with.
/// Never add checkpoints (<c>--checkpoint-freq</c>, <c>--aof-size-limit</c>, SAVE, BGSAVE): one that is taken under load
/// stalls admission for seconds and can leave a store that no longer starts. The log alone recovers a million claims in two seconds.
/// </summary>
internal static class EmbeddedStoreFlags
{
    private const long Megabyte = 1024 * 1024;
    private const long MemoryMin = 512 * Megabyte;
    private const long MemoryMax = 4096 * Megabyte;

    /// <summary>Arguments for a server that keeps everything under <paramref name="store"/> and listens on loopback only.</summary>
    internal static string[] For(string store, int port, string password) =>
        [
            "--bind", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "-q",
            "--auth", "Password", "--password", password,

            // Without transaction mode two scripts on one key interleave: coupons would be given twice.
            "--lua", "true", "--lua-transaction-mode", "true",

            // An answer is sent when its write is synced. Any other setting loses acknowledged claims when the process is killed.
            "--aof", "true", "--aof-commit-freq", "0", "--aof-commit-wait", "true",
            "--recover", "true", "--fail-on-recovery-error", "true", "--checkpointdir", store,

            // The native device wants a newer glibc and libaio.
            "--device-type", "RandomAccess",

            // Over its memory limit Garnet erases silently; with a storage tier it moves records to disk instead.
            "--memory", $"{MemoryLimit() / Megabyte}m", "--storage-tier", "true", "--logdir", Path.Combine(store, "log"),
        ];

    /// <summary>A quarter of what the process may use, within bounds. A million admitted claims need about 200 MB.</summary>
    private static long MemoryLimit() => Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4, MemoryMin, MemoryMax);
}
