using System.Collections.Concurrent;

namespace CouponAdmin.Core.Issuance.Reconcile;

/// <summary>What the last comparison of each campaign found, for the alarm: a healthy campaign has no entry.</summary>
public sealed class BooksState
{
    private readonly ConcurrentDictionary<string, (IReadOnlyList<Finding> Findings, DateTimeOffset At)> _open = new(StringComparer.Ordinal);
    private long _strays;

    /// <summary>The findings that stand, and when they were seen; null when the last comparison was clean, or there was none yet.</summary>
    public (IReadOnlyList<Finding> Findings, DateTimeOffset At)? Of(string slug) => _open.TryGetValue(slug, out var open) ? open : null;

    /// <summary>Campaigns whose last comparison found something.</summary>
    public int Unbalanced => _open.Count;

    /// <summary>Tickets below a watermark that had no row, since this instance's start.</summary>
    public long Strays => Interlocked.Read(ref _strays);

    internal void NoteStrays(int tickets) => Interlocked.Add(ref _strays, tickets);

    internal void Tell(string slug, IReadOnlyList<Finding> findings, DateTimeOffset at)
    {
        if (findings.Count == 0)
        {
            _open.TryRemove(slug, out _);
        }
        else
        {
            _open[slug] = (findings, at);
        }
    }
}
