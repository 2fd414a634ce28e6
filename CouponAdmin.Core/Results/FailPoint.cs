using System.Globalization;
using System.Runtime.InteropServices;

namespace CouponAdmin.Core.Results;

/// <summary>
/// Named steps at which a test lets the process die, as by kill -9, or stand still, as by SIGSTOP. Inert unless the variable names steps: a
/// comparison with null at first, and nothing at all once the caller is compiled in full. <c>DrainAfterRead</c> dies there,
/// <c>DrainAfterRead@3</c> the third time, <c>DrainAfterRead!stop</c> stands still once; several are parted by commas.
/// </summary>
public static class FailPoint
{
    /// <summary>The environment variable that arms points, read once at the start.</summary>
    public const string Variable = "COUPONADMIN_FAILPOINT";

    public const string ClaimBeforeScript = nameof(ClaimBeforeScript);
    public const string ClaimAfterScript = nameof(ClaimAfterScript);
    public const string DrainAfterRead = nameof(DrainAfterRead);
    public const string DrainInTransaction = nameof(DrainInTransaction);
    public const string DrainBeforeCommit = nameof(DrainBeforeCommit);
    public const string DrainAfterCommit = nameof(DrainAfterCommit);
    public const string DrainAfterPublish = nameof(DrainAfterPublish);
    public const string DrainAfterWatermark = nameof(DrainAfterWatermark);

    public const string RedeemInTransaction = nameof(RedeemInTransaction);
    public const string RedeemBeforeCommit = nameof(RedeemBeforeCommit);
    public const string RedeemAfterCommit = nameof(RedeemAfterCommit);

    public const string JobBeforeCommit = nameof(JobBeforeCommit);
    public const string JobAfterCommit = nameof(JobAfterCommit);

    private const string StopMark = "!stop";
    private const int SigStop = 19;

    private static readonly ArmedPoint[]? Armed = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } names
        ? [.. names.Split(',').Select(ArmedPoint.Parse)]
        : null;

    /// <summary>Ends or stops the process at once, without any clean-up, when this point is armed and its turn has come.</summary>
    /// <remarks>Without the search, which would allocate for every caller: this much is inlined, and an array that is null for good is compiled away.</remarks>
    public static void Pass(string point)
    {
        if (Armed is not null)
        {
            PassArmed(Armed, point);
        }
    }

    private static void PassArmed(ArmedPoint[] armed, string point) => Array.Find(armed, a => a.Name == point)?.Pass();

    // Sent to the thread itself, which then stands still before it goes on. Sent to the process, another thread may take the signal, and this one may be at its next stop by then: two stops would be one.
    [DllImport("libc", EntryPoint = "raise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendToThisThread(int signal);

    private sealed class ArmedPoint(string name, int turn, bool stops)
    {
        private int _passes;

        public string Name => name;

        public static ArmedPoint Parse(string text)
        {
            bool stops = text.EndsWith(StopMark, StringComparison.Ordinal);
            string[] parts = (stops ? text[..^StopMark.Length] : text).Split('@');
            return new ArmedPoint(parts[0], parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 1, stops);
        }

        public void Pass()
        {
            if (Interlocked.Increment(ref _passes) != turn)
            {
                return;
            }

            if (stops)
            {
                _ = SendToThisThread(SigStop);
                return;
            }

            using System.Diagnostics.Process self = System.Diagnostics.Process.GetCurrentProcess();
            self.Kill();
        }
    }
}
