using System.Collections.Concurrent;

namespace CouponAdmin.Core.Issuance.Tally;

/// <summary>Counts this instance's answers since the last time that somebody took them. On the claim's path: one increment, and one note of who asked.</summary>
public sealed class ClaimTally(FrequentAskers askers)
{
    private static readonly int Kinds = Enum.GetValues<TallyKind>().Length;
    private readonly ConcurrentDictionary<Guid, int[]> _counts = new();

    /// <summary>Counts one answer to a member.</summary>
    public void Count(Guid campaign, TallyKind kind, string member)
    {
        Count(campaign, kind);
        askers.Note(campaign, member);
    }

    /// <summary>Counts one answer.</summary>
    public void Count(Guid campaign, TallyKind kind) => Interlocked.Increment(ref _counts.GetOrAdd(campaign, static _ => new int[Kinds])[(int)kind]);

    /// <summary>Takes all counts above zero, and starts again from zero.</summary>
    internal IReadOnlyList<(Guid Campaign, IReadOnlyList<(TallyKind Kind, int Count)> Counts)> Take() =>
    [
        .. _counts
            .Select(c => (c.Key, Counts: (IReadOnlyList<(TallyKind Kind, int Count)>)[.. Enum.GetValues<TallyKind>()
                .Select(kind => (kind, count: Interlocked.Exchange(ref c.Value[(int)kind], 0))).Where(k => k.count > 0)]))
            .Where(c => c.Counts.Count > 0),
    ];
}
