namespace CouponAdmin.Core.Issuance.Tally;

/// <summary>Counts who asks most often in bounded memory: a Space-Saving sketch (Metwally, Agrawal, El Abbadi, 2005).</summary>
/// <remarks>
/// When it is full, a newcomer takes the place of the member with the fewest counts and inherits them as possible error.
/// What is sure is the count without that error: a lower bound. Every step is O(1). Not for several threads.
/// </remarks>
internal sealed class AskerSketch(int membersMax)
{
    private readonly Dictionary<string, Entry> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<int, LinkedList<Entry>> _byCount = [];
    private int _least = 1;

    public int Count => _members.Count;

    /// <summary>A member asked once more.</summary>
    public void Add(string member)
    {
        if (_members.TryGetValue(member, out Entry? known))
        {
            Detach(known);
            Attach(known, known.Count + 1);
            return;
        }

        Entry entry = new(member);
        int inherited = 0;
        if (_members.Count >= membersMax)
        {
            Entry leaving = _byCount[_least].First!.Value;
            Detach(leaving);
            _members.Remove(leaving.Member);
            inherited = leaving.Count;
        }

        entry.Error = inherited;
        _members.Add(member, entry);
        Attach(entry, inherited + 1);
    }

    /// <summary>Members who surely asked at least <paramref name="least"/> times and more often than was told, most first.</summary>
    public IReadOnlyList<Entry> News(int least, int take) =>
        [.. _members.Values.Where(e => e.Sure >= least && e.Sure > e.Told).OrderByDescending(e => e.Sure).Take(take)];

    private void Attach(Entry entry, int count)
    {
        entry.Count = count;
        if (!_byCount.TryGetValue(count, out LinkedList<Entry>? peers))
        {
            _byCount[count] = peers = new LinkedList<Entry>();
        }

        peers.AddLast(entry.Node);
        _least = count == 1 ? 1 : _least;
    }

    // The smallest count only rises when its last holder leaves it for the next, or a newcomer takes that holder's place with one more.
    private void Detach(Entry entry)
    {
        LinkedList<Entry> peers = _byCount[entry.Count];
        peers.Remove(entry.Node);
        if (peers.Count == 0)
        {
            _byCount.Remove(entry.Count);
            _least = entry.Count == _least ? entry.Count + 1 : _least;
        }
    }

    public sealed class Entry
    {
        public Entry(string member)
        {
            Member = member;
            Node = new LinkedListNode<Entry>(this);
        }

        public string Member { get; }
        public LinkedListNode<Entry> Node { get; }
        public int Count { get; set; }

        /// <summary>At most so many of the counts are somebody else's.</summary>
        public int Error { get; set; }

        /// <summary>What the database was told already.</summary>
        public int Told { get; set; }

        public int Sure => Count - Error;
    }
}
