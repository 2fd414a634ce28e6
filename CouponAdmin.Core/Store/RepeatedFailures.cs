using System.Collections.Concurrent;

namespace CouponAdmin.Core.Store;

/// <summary>Lets a failure that repeats itself into the log once in a while: an outage must not fill the disk that it may be about.</summary>
public sealed class RepeatedFailures(TimeProvider time)
{
    /// <summary>From one line about the same failure to the next.</summary>
    public static readonly TimeSpan LoggedEvery = TimeSpan.FromSeconds(10);

    /// <summary>Different failures kept apart; with more of them all are forgotten, and each is logged once more.</summary>
    public const int KeptMax = 100;

    private readonly ConcurrentDictionary<string, long> _logged = new(StringComparer.Ordinal);

    /// <summary>Whether this one is worth a line now.</summary>
    public bool IsDue(string failure)
    {
        long now = time.GetTimestamp();
        if (_logged.TryGetValue(failure, out long last) && time.GetElapsedTime(last, now) < LoggedEvery)
        {
            return false;
        }

        if (_logged.Count >= KeptMax)
        {
            _logged.Clear();
        }

        _logged[failure] = now;
        return true;
    }
}
