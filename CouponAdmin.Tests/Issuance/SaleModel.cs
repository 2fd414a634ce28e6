using CouponAdmin.Core.Issuance;

namespace CouponAdmin.Tests.Issuance;

/// <summary>The rules of a sale without store, database or scripts: what each step must answer.</summary>
internal sealed class SaleModel(int quantity)
{
    private readonly Dictionary<string, long> _tickets = new(StringComparer.Ordinal);
    private readonly List<(string Member, ClaimStatus Status)> _recorded = [];
    private long _lastTicket;

    public int Quantity { get; private set; } = quantity;

    public bool IsPaused { get; private set; }

    public bool IsClosed { get; private set; }

    /// <summary>Closed and drained: the database alone answers.</summary>
    public bool IsSealed { get; private set; }

    /// <summary>Who may claim; null: everyone.</summary>
    public IReadOnlyList<string>? List { get; private set; }

    public int Void { get; private set; }

    public int Admitted => _tickets.Count;

    public int Recorded => _recorded.Count;

    public int Held => _recorded.Count - Void;

    /// <summary>Units that are given: nobody may lower the quantity below.</summary>
    public int Given => Admitted - Void;

    public int Left => Math.Max(0, Quantity + Void - Admitted);

    /// <summary>In the order of their numbers.</summary>
    public IReadOnlyList<(string Member, ClaimStatus Status)> Rows => _recorded;

    public IReadOnlyDictionary<string, long> Tickets => _tickets;

    public ClaimOutcome Expect(string member) =>
        _recorded.Exists(r => r.Member == member && r.Status == ClaimStatus.Revoked) ? ClaimOutcome.Revoked
        : _tickets.ContainsKey(member) ? ClaimOutcome.Known
        : IsClosed ? ClaimOutcome.Closed
        : IsPaused ? ClaimOutcome.Paused
        : !MayClaim(member) ? ClaimOutcome.NotEligible
        : Left == 0 ? ClaimOutcome.SoldOut
        : ClaimOutcome.Queued;

    /// <summary>Takes an answer, after checking that it is the expected one.</summary>
    public void Claimed(string member, ClaimAnswer answer)
    {
        Assert.Equal((member, Expect(member)), (member, answer.Outcome));
        if (answer.Outcome == ClaimOutcome.Queued)
        {
            Assert.True(answer.Ticket > _lastTicket, $"ticket {answer.Ticket} of {member} is not above {_lastTicket}");
            Assert.Equal(Admitted + 1, answer.Place);
            Admit(member, answer.Ticket);
        }
        else
        {
            Assert.Equal(_tickets.GetValueOrDefault(member), answer.Ticket);
        }
    }

    /// <summary>Takes the answers of members that asked at once, in any order.</summary>
    public void ClaimedAtOnce(IReadOnlyList<string> members, ClaimAnswer[] answers)
    {
        string[] unknown = [.. members.Where(m => !_tickets.ContainsKey(m) && MayClaim(m)).Distinct(StringComparer.Ordinal)];
        int expected = IsClosed || IsPaused ? 0 : Math.Min(Left, unknown.Length);
        List<(string Member, long Ticket)> admitted =
            [.. members.Zip(answers, (m, a) => (m, a)).Where(p => p.a.Outcome == ClaimOutcome.Queued).Select(p => (p.m, p.a.Ticket)).OrderBy(p => p.Ticket)];
        Assert.Equal(expected, admitted.Count);
        admitted.ForEach(a => Admit(a.Member, a.Ticket));
        Assert.All(members.Zip(answers), p => Assert.Equal(_tickets.GetValueOrDefault(p.First), p.Second.Ticket));
    }

    public void Drained()
    {
        foreach (string member in _tickets.OrderBy(t => t.Value).Select(t => t.Key).Except(_recorded.Select(r => r.Member), StringComparer.Ordinal).ToArray())
        {
            _recorded.Add((member, ClaimStatus.Issued));
        }

        IsSealed |= IsClosed;
    }

    public void Paused(bool isPaused) => IsPaused = isPaused;

    public void Listed(IReadOnlyList<string>? list) => List = list;

    public void Closed() => IsClosed = true;

    public void Became(int quantity) => Quantity = quantity;

    /// <param name="number">1, 2, 3…</param>
    public void Revoked(int number, bool returnUnit)
    {
        _recorded[number - 1] = (_recorded[number - 1].Member, ClaimStatus.Revoked);
        Void += returnUnit ? 1 : 0;
    }

    /// <summary>The queue is gone: who had a row keeps the ticket, the others must ask again.</summary>
    public void Lost()
    {
        foreach (string member in _tickets.Keys.Except(_recorded.Select(r => r.Member), StringComparer.Ordinal).ToArray())
        {
            _tickets.Remove(member);
        }
    }

    private bool MayClaim(string member) => List is null || List.Contains(member, StringComparer.Ordinal);

    private void Admit(string member, long ticket)
    {
        Assert.True(ticket > _lastTicket, $"ticket {ticket} of {member} is not above {_lastTicket}");
        _tickets.Add(member, ticket);
        _lastTicket = ticket;
    }
}
