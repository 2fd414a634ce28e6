namespace CouponAdmin.Core.Reports;

/// <summary>How long coupons took from claim to row, over all issued ones.</summary>
/// <param name="Max">Exact; the others to a millisecond, above ten seconds to a second, rounded up.</param>
public sealed record WaitTimes(long Coupons, TimeSpan P50, TimeSpan P95, TimeSpan P99, TimeSpan Max)
{
    /// <summary>Steps of a millisecond up to here.</summary>
    internal const int FineStepsMax = 10_000;

    /// <param name="steps">Counts by step, in order; see <see cref="StepToTime"/>.</param>
    internal static WaitTimes? Of(IReadOnlyList<WaitStep> steps)
    {
        long all = steps.Sum(s => s.Coupons);
        return all == 0 ? null : new WaitTimes(all, At(0.50), At(0.95), At(0.99), TimeSpan.FromMicroseconds(Math.Max(0, steps.Max(s => s.LongestUs))));

        TimeSpan At(double share)
        {
            // Nearest rank: the smallest wait that this share of the coupons did not exceed.
            long rank = (long)Math.Ceiling(share * all);
            long seen = 0;
            return StepToTime(steps.First(s => (seen += s.Coupons) >= rank).Step);
        }
    }

    private static TimeSpan StepToTime(long step) => step < FineStepsMax
        ? TimeSpan.FromMilliseconds(Math.Max(0, step + 1))
        : TimeSpan.FromSeconds((FineStepsMax / 1_000) + (step - FineStepsMax) + 1);
}

/// <summary>Coupons whose wait fell into one step: milliseconds below ten seconds, seconds above.</summary>
internal sealed class WaitStep
{
    public long Step { get; set; }
    public long Coupons { get; set; }
    public long LongestUs { get; set; }
}
