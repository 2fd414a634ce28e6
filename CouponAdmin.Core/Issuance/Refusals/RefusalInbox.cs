using System.Collections.Concurrent;
using System.Threading.Channels;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Issuance.Refusals;

/// <summary>Takes refusals off the claim's path: one write into memory, and the answer leaves. What finds no room is counted and let go.</summary>
public sealed class RefusalInbox(StoreClock clock)
{
    /// <summary>Refusals that may wait to be written; the next one is dropped.</summary>
    public const int WaitingMax = 20_000;

    private readonly Channel<RefusedClaim> _waiting =
        Channel.CreateBounded<RefusedClaim>(new BoundedChannelOptions(WaitingMax) { SingleReader = true, AllowSynchronousContinuations = false });

    private readonly ConcurrentDictionary<long, bool> _full = new();
    private long _dropped;

    /// <summary>Refusals that this instance had no room for since its start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Puts a refusal down for writing. Answers that aren't kept, and campaigns that keep enough already, cost a look.</summary>
    public void Keep(long campaignId, string member, ClaimOutcome outcome)
    {
        if (!ClaimCodes.IsKept(outcome) || _full.ContainsKey(campaignId))
        {
            return;
        }

        if (!_waiting.Writer.TryWrite(new RefusedClaim { CampaignId = campaignId, Member = member, Kind = ClaimCodes.Of(outcome), At = clock.Now }))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>From now on nothing more is taken of this campaign: it keeps as many as it may.</summary>
    internal void Close(long campaignId) => _full[campaignId] = true;

    internal ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _waiting.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>What waits, oldest first, at most so many.</summary>
    internal List<RefusedClaim> Take(int most)
    {
        List<RefusedClaim> taken = [];
        while (taken.Count < most && _waiting.Reader.TryRead(out RefusedClaim? refused))
        {
            taken.Add(refused);
        }

        return taken;
    }
}
