using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance.FailOver;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using StackExchange.Redis;

namespace CouponAdmin.Core.Issuance.Admitting;

/// <summary>What the store says of one claim. The first thirteen are the script's own numbers.</summary>
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

    /// <summary>Sold out until a moment ago, and the new units go on sale in a moment; or a fail-over settles.</summary>
    Soon = 9,

    /// <summary>The queue misses the claim that this instance acknowledged last: a fail-over lost it.</summary>
    PairLost = 10,

    /// <summary>The campaign has a list of members who may claim, and this one isn't on it.</summary>
    NotEligible = 11,

    /// <summary>The facts name another member list than this instance knew: learn it, and ask again.</summary>
    ListMoved = 12,

    /// <summary>The member list isn't in the store as a whole: nobody can be judged by it.</summary>
    ListMissing = 13,

    /// <summary>No answer within the deadline: admitted or not, nobody knows.</summary>
    Unknown = 20,

    /// <summary>Too many claims wait already.</summary>
    Overloaded = 21,
}

/// <summary>The answer to one claim, with the store's numbers at that moment.</summary>
/// <param name="Watermark">The store's copy of the database's watermark.</param>
/// <param name="Recorded">The store's copy of the database's count of rows.</param>
internal readonly record struct Admission(
    ClaimKind Kind, long Ticket = 0, int Place = 0, int Quantity = 0, StoreTime OpensAt = default, long Watermark = 0, int Recorded = 0);

/// <summary>Sends a batch of claims to the store: one script, one write. With replicas, they must have it before anybody is told.</summary>
internal sealed class AdmissionScript(
    StoreConnections store, StoreMasters masters, KnownTickets tickets, AcknowledgedClaims acknowledged, FailOverRecovery failOver, BatchTraces traces,
    KnownLists lists, StoreClock clock)
{
    private const int HeaderLength = 5;
    private const int NumbersPerMember = 3;
    private const int MembersAt = 4;

    /// <summary>How often a list that moved is learnt for one batch: it moves when an operator replaces it, not twice while a script is under way.</summary>
    private const int MovesMax = 3;

    private static readonly RedisScript Admit = RedisScript.Load("admit_claims-4");

    /// <summary>Gives one answer per member, in their order.</summary>
    /// <exception cref="RedisException">The store doesn't answer, or too few replicas do; the batch may have been admitted all the same.</exception>
    public async Task<Admission[]> RunAsync(Guid campaign, IReadOnlyList<string> members)
    {
        Admission[] answers = await OnceAsync(campaign, members);
        for (int moves = 0; moves < MovesMax && Array.Exists(answers, answer => answer.Kind == ClaimKind.ListMoved); moves++)
        {
            // Nobody was judged, and whoever held a ticket hears the same again.
            await lists.LearnAsync(campaign);
            answers = await OnceAsync(campaign, members);
        }

        return answers;
    }

    private async Task<Admission[]> OnceAsync(Guid campaign, IReadOnlyList<string> members)
    {
        StoreMaster? master = await failOver.ServingAsync(campaign);
        if (master is null)
        {
            return Everybody(members.Count, ClaimKind.PairLost);
        }

        CampaignKeys keys = new(campaign);
        string list = lists.Of(campaign);
        RedisKey[] touched = [keys.Facts, keys.Queue, keys.Progress, keys.Members(list)];
        RedisValue[] values = Values(campaign, list, members);
        FailPoint.Pass(FailPoint.ClaimBeforeScript);
        long[] reply = (long[])(masters.OwesReceipt(master)
            ? await masters.RunKeptAsync(master, Admit, touched, values)
            : await Admit.RunAsync(store.Claims, touched, values))!;
        FailPoint.Pass(FailPoint.ClaimAfterScript);
        clock.Correct(new StoreTime(reply[0]));
        Admission[] answers = new Admission[members.Count];
        (long highest, long admitted) = (0, 0);
        for (int i = 0; i < answers.Length; i++)
        {
            int at = HeaderLength + (i * NumbersPerMember);
            answers[i] = new Admission(
                (ClaimKind)reply[at], reply[at + 1], (int)reply[at + 2], (int)reply[1], new StoreTime(reply[2]), reply[3], (int)reply[4]);
            highest = Math.Max(highest, reply[at + 1]);
            admitted = answers[i].Kind == ClaimKind.Admitted ? Math.Max(admitted, reply[at + 1]) : admitted;
        }

        // Before anybody is told: what this instance acknowledges, it remembers.
        acknowledged.Remember(campaign, members, answers);
        tickets.Raise(campaign, highest);
        if (admitted > 0)
        {
            traces.Note(campaign, admitted);
        }

        if (answers[0].Kind == ClaimKind.PairLost)
        {
            failOver.Suspect(campaign);
        }

        return answers;
    }

    private RedisValue[] Values(Guid campaign, string list, IReadOnlyList<string> members)
    {
        RedisValue[] values = new RedisValue[members.Count + MembersAt];
        (string member, long ticket) = acknowledged.LastOf(campaign);
        (values[0], values[1], values[2], values[3]) = (tickets.Of(campaign), member, ticket, list);
        for (int i = 0; i < members.Count; i++)
        {
            values[i + MembersAt] = members[i];
        }

        return values;
    }

    private static Admission[] Everybody(int count, ClaimKind kind)
    {
        Admission[] answers = new Admission[count];
        Array.Fill(answers, new Admission(kind));
        return answers;
    }
}
