using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using StackExchange.Redis;

namespace CouponAdmin.Core.Issuance.Admitting;

/// <summary>What the store says of one claim. The first nine are the script's own numbers.</summary>
internal enum ClaimKind
{
    Admitted = 1,
    Known = 2,
    NotOpenYet = 3,
    Paused = 4,
    SoldOut = 5,
    Closed = 6,

    /// <summary>The campaign's facts aren't in the store.</summary>
    NotWarm = 7,

    /// <summary>The queue ends below a ticket that this instance knows: the store lost data.</summary>
    Lost = 8,

    /// <summary>Sold out until a moment ago; the new units go on sale in a moment.</summary>
    Soon = 9,

    /// <summary>No answer within the deadline: admitted or not, nobody knows.</summary>
    Unknown = 10,

    /// <summary>Too many claims wait already.</summary>
    Overloaded = 11,
}

/// <summary>The answer to one claim, with the store's numbers at that moment.</summary>
/// <param name="Watermark">The store's copy of the database's watermark.</param>
/// <param name="Recorded">The store's copy of the database's count of rows.</param>
internal readonly record struct Admission(
    ClaimKind Kind, long Ticket = 0, int Place = 0, int Quantity = 0, StoreTime OpensAt = default, long Watermark = 0, int Recorded = 0);

/// <summary>Sends a batch of claims to the store: one script, one write.</summary>
internal sealed class AdmissionScript(StoreConnections store, KnownTickets tickets, StoreClock clock)
{
    private const int HeaderLength = 5;
    private const int NumbersPerMember = 3;
    private static readonly RedisScript Admit = RedisScript.Load("admit_claims-3");

    /// <summary>Gives one answer per member, in their order.</summary>
    /// <exception cref="RedisException">The store doesn't answer; the batch may have been admitted all the same.</exception>
    public async Task<Admission[]> RunAsync(Guid campaign, IReadOnlyList<string> members)
    {
        CampaignKeys keys = new(campaign);
        RedisValue[] values = new RedisValue[members.Count + 1];
        values[0] = tickets.Of(campaign);
        for (int i = 0; i < members.Count; i++)
        {
            values[i + 1] = members[i];
        }

        FailPoint.Pass(FailPoint.ClaimBeforeScript);
        long[] reply = (long[])(await Admit.RunAsync(store.Claims, [keys.Facts, keys.Queue, keys.Progress], values))!;
        FailPoint.Pass(FailPoint.ClaimAfterScript);
        clock.Correct(new StoreTime(reply[0]));
        Admission[] answers = new Admission[members.Count];
        long highest = 0;
        for (int i = 0; i < answers.Length; i++)
        {
            int at = HeaderLength + (i * NumbersPerMember);
            answers[i] = new Admission(
                (ClaimKind)reply[at], reply[at + 1], (int)reply[at + 2], (int)reply[1], new StoreTime(reply[2]), reply[3], (int)reply[4]);
            highest = Math.Max(highest, reply[at + 1]);
        }

        tickets.Raise(campaign, highest);
        return answers;
    }
}
