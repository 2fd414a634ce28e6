namespace CouponAdmin.Core.Webhooks;

/// <summary>How long a receiver is left alone after a try that failed: longer each time, and never quite the same, so that many don't come back at once.</summary>
internal static class WebhookPauses
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private const int Growth = 3;
    private const double Spread = 0.2;

    /// <param name="failures">Tries that failed in a row, at least one.</param>
    /// <param name="chance">From 0 to 1.</param>
    public static TimeSpan After(int failures, double chance)
    {
        double seconds = Math.Min(First.TotalSeconds * Math.Pow(Growth, failures - 1), Longest.TotalSeconds);
        return TimeSpan.FromSeconds(seconds * (1 - Spread + (2 * Spread * chance)));
    }
}
