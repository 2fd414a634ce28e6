using System.Collections.Concurrent;
using CouponAdmin.Core.Issuance.Admitting;
using CouponAdmin.Core.Issuance.Draining;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.Issuance.FailOver;

/// <summary>The claims that this instance acknowledged and has not yet seen recorded: what it puts back where a fail-over of the store lost them.</summary>
/// <remarks>Forgotten only by the row, not by the watermark: where a fail-over lost a ticket, the watermark may pass it without a row.</remarks>
internal sealed partial class AcknowledgedClaims(ILogger<AcknowledgedClaims> log)
{
    /// <summary>Claims remembered over all campaigns, about 150 bytes each. Beyond it claims are admitted, and their replicas alone keep them.</summary>
    public const int ClaimsMax = 1_000_000;

    private readonly ConcurrentDictionary<Guid, Campaign> _campaigns = new();
    private int _count;
    private bool _isFull;

    /// <summary>Scripts carry the newest pair as a guard. Off in a test alone, which shows what the guard is for.</summary>
    internal bool GuardsPair { get; init; } = true;

    /// <summary>Over all campaigns.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The limit was reached: newer claims are not remembered until older ones are recorded.</summary>
    public bool IsFull => Volatile.Read(ref _isFull);

    /// <summary>Campaigns with claims that are remembered.</summary>
    public IReadOnlyList<Guid> Campaigns => [.. _campaigns.Where(pair => pair.Value.Last.Ticket > 0).Select(pair => pair.Key)];

    /// <summary>Takes what a batch is about to be told; members who hold a row already need no memory.</summary>
    public void Remember(Guid campaign, IReadOnlyList<string> members, Admission[] answers)
    {
        Campaign? claims = null;
        for (int i = 0; i < answers.Length; i++)
        {
            Admission answer = answers[i];
            if (answer.Kind is ClaimKind.Admitted || (answer.Kind is ClaimKind.Known && answer.Ticket > answer.Watermark))
            {
                claims ??= _campaigns.GetOrAdd(campaign, _ => new Campaign());
                Add(claims, members[i], answer.Ticket);
            }
        }
    }

    /// <summary>The newest of them, which each script carries; an empty member and 0 when there is none.</summary>
    public (string Member, long Ticket) LastOf(Guid campaign) => GuardsPair && _campaigns.TryGetValue(campaign, out Campaign? claims) ? claims.Last : ("", 0);

    /// <summary>In the order of their tickets.</summary>
    public IReadOnlyList<QueuedClaim> Of(Guid campaign)
    {
        if (!_campaigns.TryGetValue(campaign, out Campaign? claims))
        {
            return [];
        }

        lock (claims.Members)
        {
            return [.. claims.Members.Select(pair => new QueuedClaim(pair.Value, pair.Key)).OrderBy(claim => claim.Ticket)];
        }
    }

    /// <summary>These tickets have rows.</summary>
    public void Forget(Guid campaign, IEnumerable<long> recorded)
    {
        if (!_campaigns.TryGetValue(campaign, out Campaign? claims))
        {
            return;
        }

        lock (claims.Members)
        {
            foreach (long ticket in recorded)
            {
                if (claims.Members.Remove(ticket))
                {
                    Interlocked.Decrement(ref _count);
                }
            }

            if (!claims.Members.ContainsKey(claims.Last.Ticket))
            {
                long last = claims.Members.Count == 0 ? 0 : claims.Members.Keys.Max();
                claims.Last = last == 0 ? ("", 0) : (claims.Members[last], last);
            }
        }

        Volatile.Write(ref _isFull, Count >= ClaimsMax);
    }

    /// <summary>The campaign is gone, a rehearsal's: nothing of it is to be put back.</summary>
    public void Drop(Guid campaign)
    {
        if (_campaigns.TryRemove(campaign, out Campaign? claims))
        {
            lock (claims.Members)
            {
                Interlocked.Add(ref _count, -claims.Members.Count);
                claims.Members.Clear();
            }
        }
    }

    private void Add(Campaign claims, string member, long ticket)
    {
        if (Count >= ClaimsMax)
        {
            if (!IsFull)
            {
                Volatile.Write(ref _isFull, true);
                LogFull(log, ClaimsMax);
            }

            return;
        }

        lock (claims.Members)
        {
            if (claims.Members.TryAdd(ticket, member))
            {
                Interlocked.Increment(ref _count);
                claims.Last = ticket > claims.Last.Ticket ? (member, ticket) : claims.Last;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} acknowledged claims wait to be recorded; newer ones are not remembered, and a fail-over of the store may lose them. Is the database away?")]
    private static partial void LogFull(ILogger logger, int count);

    private sealed class Campaign
    {
        private Tuple<string, long> _last = Tuple.Create("", 0L);

        public Dictionary<long, string> Members { get; } = [];

        // Read without the lock before every script.
        public (string Member, long Ticket) Last
        {
            get => Volatile.Read(ref _last).ToValueTuple();
            set => Volatile.Write(ref _last, Tuple.Create(value.Member, value.Ticket));
        }
    }
}
