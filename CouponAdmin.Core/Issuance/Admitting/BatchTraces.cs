using System.Collections.Concurrent;
using System.Diagnostics;
using CouponAdmin.Core.Telemetry;

namespace CouponAdmin.Core.Issuance.Admitting;

/// <summary>Which batch admitted which tickets, so that the drain that records them links to it. Of this instance alone, and only while somebody traces.</summary>
internal sealed class BatchTraces
{
    private readonly ConcurrentDictionary<Guid, Queue<(long Ticket, ActivityContext Batch)>> _campaigns = new();

    /// <summary>The current span's batch has admitted tickets up to this one.</summary>
    public void Note(Guid campaign, long ticket)
    {
        if (ProductTraces.Asker is not { Recorded: true } batch)
        {
            return;
        }

        Queue<(long, ActivityContext)> noted = _campaigns.GetOrAdd(campaign, static _ => new());
        lock (noted)
        {
            noted.Enqueue((ticket, batch.Context));

            // A drain links to no more than so many: the oldest give way while nothing is recorded.
            if (noted.Count > ProductTraces.LinksMax)
            {
                noted.Dequeue();
            }
        }
    }

    /// <summary>Takes the batches whose tickets are recorded up to this one.</summary>
    public IReadOnlyList<ActivityContext> Take(Guid campaign, long upTo)
    {
        if (!_campaigns.TryGetValue(campaign, out Queue<(long Ticket, ActivityContext Batch)>? noted))
        {
            return [];
        }

        List<ActivityContext> taken = [];
        lock (noted)
        {
            while (noted.TryPeek(out var first) && first.Ticket <= upTo)
            {
                taken.Add(noted.Dequeue().Batch);
            }
        }

        return taken;
    }
}
