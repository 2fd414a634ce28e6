using System.Globalization;
using System.Runtime.InteropServices;

namespace CouponAdmin.Web.Operations;

/// <summary>Asks Linux to let a running thread go on when one of ours wakes: a rush is then worked off in larger pieces, with fewer switches.</summary>
/// <remarks>
/// Policy <c>SCHED_BATCH</c> of sched(7): it needs no privilege, and on a machine with a free processor it changes nothing, as a thread that wakes runs at once there.
/// Measured in docs/decisions/0015; setting <c>BatchScheduling</c>, on unless it is <c>false</c>.
/// </remarks>
internal static partial class BatchScheduling
{
    public const string Setting = "BatchScheduling";

    // Numbers of <sched.h>.
    private const int Other = 0;
    private const int Batch = 3;

    /// <summary>For every thread that there is; later ones are born with it. A policy that somebody else chose for the process stays.</summary>
    public static void Begin(ILogger log)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        foreach (string task in Directory.EnumerateDirectories("/proc/self/task"))
        {
            int thread = int.Parse(Path.GetFileName(task), CultureInfo.InvariantCulture);
            int priority = 0;
            if (PolicyOf(thread) == Other && SetPolicy(thread, Batch, ref priority) != 0)
            {
                string reason = Marshal.GetLastPInvokeErrorMessage();
                LogRefused(log, reason);
                return;
            }
        }
    }

    [DllImport("libc", EntryPoint = "sched_getscheduler")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int PolicyOf(int thread);

    // The C library's struct sched_param is this one number.
    [DllImport("libc", EntryPoint = "sched_setscheduler", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPolicy(int thread, int policy, ref int priority);

    [LoggerMessage(Level = LogLevel.Information, Message = "This system keeps its usual scheduling, the setting BatchScheduling changes nothing: {Reason}")]
    private static partial void LogRefused(ILogger logger, string reason);
}
