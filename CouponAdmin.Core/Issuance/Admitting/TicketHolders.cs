using CouponAdmin.Core.Issuance.Draining;

namespace CouponAdmin.Core.Issuance.Admitting;

/// <summary>Who holds a ticket of one sold out campaign, as hashes: a few bytes each. A false match merely asks the store.</summary>
/// <remarks>32 bits of a hash that is keyed anew with every process: at a million holders one in 4,300 others is taken for one of them.</remarks>
internal sealed class TicketHolders(Guid campaign, QueueReader queue)
{
    /// <summary>Larger sales ask the store each time: 4 bytes a holder, twice while they are loaded.</summary>
    public const int HoldersMax = 2_000_000;

    /// <summary>Read in one command at most: a range holds up admission while it is read.</summary>
    private const int SliceMax = 4_000;

    private readonly List<int> _hashes = [];
    private SoldOutLook _at;

    /// <summary>In ascending order; valid for the look that <see cref="IsOf"/> says.</summary>
    public int[] Sorted { get; private set; } = [];

    /// <summary>These are the holders of exactly that moment.</summary>
    public bool IsOf(SoldOutLook look) => _at == look;

    /// <summary>Reads those who came since the last look: the queue is append-only. A queue that holds less or other than it did is read anew the next time.</summary>
    public async Task LoadAsync(SoldOutLook look, CancellationToken cancellationToken)
    {
        long above = _at.LastTicket;
        _at = default;
        while (above < look.LastTicket && await queue.ReadAsync(campaign, above, look.LastTicket, SliceMax) is { Count: > 0 } slice)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _hashes.AddRange(slice.Select(claim => HashOf(claim.Member)));
            above = slice[^1].Ticket;
        }

        if (_hashes.Count != look.Given)
        {
            _hashes.Clear();
            return;
        }

        int[] sorted = [.. _hashes];
        Array.Sort(sorted);
        (Sorted, _at) = (sorted, look);
    }

    public static bool Has(int[] sorted, string member) => Array.BinarySearch(sorted, HashOf(member)) >= 0;

    private static int HashOf(string member) => string.GetHashCode(member, StringComparison.Ordinal);
}
