using System.Collections.Concurrent;
using System.Threading.Channels;
using CouponAdmin.Core.Campaigns;

namespace CouponAdmin.Core.Issuance.Admitting;

/// <summary>Says "sold out" without asking the store: to members who hold no ticket, while no unit can have gone on sale.</summary>
/// <remarks>
/// Most people of a rush hear "sold out". Each answer rests on a proof: the store's word that it is so, and who held tickets at that moment.
/// A proof is good for <see cref="GoodFor"/> from the moment in which the store was <em>asked</em>, by a clock that never steps;
/// new units go on sale later than that (<see cref="CampaignFacts.OnSaleAfter"/>). So nobody who was given a ticket is told otherwise by another instance.
/// <see cref="SoldOutWatch"/> brings the proofs.
/// </remarks>
internal sealed class SoldOutMemory
{
    /// <summary>How long an answer may rest on one look at the store.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromMilliseconds(400);

    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<Guid, Sale> _sales = new();
    private readonly Channel<Guid> _wanted = Channel.CreateUnbounded<Guid>(new UnboundedChannelOptions { SingleReader = true });

    public SoldOutMemory(CampaignFacts facts, TimeProvider time)
    {
        _time = time;
        facts.WhenRenewed += Doubt;
    }

    /// <summary>Campaigns that were said to be sold out and have nobody who watches them yet.</summary>
    internal ChannelReader<Guid> Wanted => _wanted.Reader;

    /// <summary>True: this member holds no ticket and there is none to be had. False says nothing: ask the store.</summary>
    public bool Refuses(Guid campaign, string member)
    {
        if (!_sales.TryGetValue(campaign, out Sale? sale))
        {
            return false;
        }

        long now = _time.GetTimestamp();
        sale.LastAsked = now;
        return sale.Proof is { } proof
            && proof.Asked > Interlocked.Read(ref sale.DoubtedAt)
            && _time.GetElapsedTime(proof.Asked, now) < GoodFor
            && !TicketHolders.Has(proof.Holders, member);
    }

    /// <summary>The store said "sold out": from now on it is worth watching.</summary>
    public void Want(Guid campaign)
    {
        if (!_sales.ContainsKey(campaign) && _sales.TryAdd(campaign, new Sale { LastAsked = _time.GetTimestamp() }))
        {
            _wanted.Writer.TryWrite(campaign);
        }
    }

    /// <summary>Somebody has asked within this time.</summary>
    internal bool IsAskedWithin(Guid campaign, TimeSpan span) => _sales.TryGetValue(campaign, out Sale? sale) && _time.GetElapsedTime(sale.LastAsked) < span;

    /// <param name="asked">When the store was asked: a timestamp from before the question left.</param>
    /// <param name="holders">Everybody who holds a ticket, as <see cref="TicketHolders"/> gives them.</param>
    internal void Prove(Guid campaign, long asked, int[] holders)
    {
        if (_sales.TryGetValue(campaign, out Sale? sale))
        {
            sale.Proof = new Proof(asked, holders);
        }
    }

    // This instance has changed the campaign itself: only what is asked from now on counts, not a look under way.
    private void Doubt(Guid campaign)
    {
        if (_sales.TryGetValue(campaign, out Sale? sale))
        {
            Interlocked.Exchange(ref sale.DoubtedAt, _time.GetTimestamp());
        }
    }

    internal void Forget(Guid campaign) => _sales.TryRemove(campaign, out _);

    private sealed record Proof(long Asked, int[] Holders);

    private sealed class Sale
    {
        public volatile Proof? Proof;
        public long LastAsked;
        public long DoubtedAt;
    }
}
