using System.Globalization;

namespace CouponAdmin.Bench.Servers;

/// <summary>Waits until the machine rests, so that what one measurement left behind (a vacuum, pages to be written) isn't the next one's burden.</summary>
internal static class QuietMachine
{
    /// <summary>Part of all processors' time that may be in use.</summary>
    public const double BusyMax = 0.1;

    private const int IdleField = 4;
    private const int WaitingField = 5;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <param name="atMost">Others may have the machine too: after this long it is taken as it is.</param>
    public static async Task WaitAsync(TimeSpan atMost)
    {
        for (TimeSpan waited = TimeSpan.Zero; waited < atMost; waited += Look)
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
