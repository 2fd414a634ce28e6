using System.Globalization;

namespace CouponAdmin.Bench.Servers;

/// <summary>Waits until the machine rests, so that what one measurement left behind (a vacuum, pages to be written) isn't the next one's burden.</summary>
internal static class QuietMachine
{
    /// <summary>Part of all processors' time that may be in use.</summary>
    public const double BusyMax = 0.1;

    /// <summary>Others may have the machine too: after this long it is measured as it is.</summary>
    public static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(5);

    private const int IdleField = 4;
    private const int WaitingField = 5;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    public static async Task WaitAsync()
    {
        for (TimeSpan waited = TimeSpan.Zero; waited < WaitMax; waited += Look)
        {
            (long idle, long all) before = Ticks();
            await Task.Delay(Look);
            (long idle, long all) = Ticks();
            if (idle - before.idle >= (1 - BusyMax) * (all - before.all))
            {
                return;
            }
        }
    }

    // The first line of proc(5)'s /proc/stat: "cpu", then ticks of user, nice, system, idle, iowait and so on.
    private static (long Idle, long All) Ticks()
    {
        string[] fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        long[] ticks = [.. fields.Skip(1).Select(f => long.Parse(f, CultureInfo.InvariantCulture))];
        return (ticks[IdleField - 1] + ticks[WaitingField - 1], ticks.Sum());
    }
}
