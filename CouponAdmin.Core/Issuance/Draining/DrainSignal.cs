using System.Collections.Concurrent;

namespace CouponAdmin.Core.Issuance.Draining;

/// <summary>Tells this process's drainer that somebody was admitted, here or where the lease isn't, so that nobody waits for the scheduler's tick.</summary>
internal sealed class DrainSignal : IDisposable
{
    private readonly ConcurrentDictionary<long, bool> _campaigns = new();
    private readonly SemaphoreSlim _raised = new(0);

    /// <summary>Marks a campaign; many marks before the drainer looks are one.</summary>
    public void Wake(long campaignId)
    {
        if (_campaigns.TryAdd(campaignId, true))
        {
            _raised.Release();
        }
    }

    /// <summary>Waits for a mark, and takes all that are there.</summary>
    public async Task<IReadOnlyList<long>> WaitAsync(CancellationToken cancellationToken)
    {
        await _raised.WaitAsync(cancellationToken);
        return Take();
    }

    /// <summary>Takes all marks that are there, without waiting.</summary>
    public IReadOnlyList<long> Take()
    {
        List<long> woken = [];
        foreach (long campaignId in _campaigns.Keys)
        {
            // Taken before it is drained: an admission from now on marks it again.
            if (_campaigns.TryRemove(campaignId, out _))
            {
                woken.Add(campaignId);
            }
        }

        return woken;
    }

    public void Dispose() => _raised.Dispose();
}
