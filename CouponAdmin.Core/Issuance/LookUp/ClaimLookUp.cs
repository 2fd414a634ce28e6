using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Coupons;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance.Pools;
using CouponAdmin.Core.Operators;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;

namespace CouponAdmin.Core.Issuance.LookUp;

/// <summary>Answers support's question "what became of this claim?" for a member's id, an account's email, a coupon's code or a ticket.</summary>
public sealed class ClaimLookUp
{
    /// <summary>Campaigns shown of one member: those that they met last.</summary>
    public const int TimelinesMax = 20;

    private readonly IDbContextFactory<CouponDbContext> _databases;
    private readonly QueuedClaims _queued;
    private readonly StoreConnections _store;

    internal ClaimLookUp(IDbContextFactory<CouponDbContext> databases, QueuedClaims queued, StoreConnections store) =>
        (_databases, _queued, _store) = (databases, queued, store);

    /// <summary>Looks for the text as each of the four; what nobody is found for is taken as the id of a member of whom nothing is known.</summary>
    public async Task<LookUpAnswer> FindAsync(string text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        string asked = text.Trim();

        // What was copied from an exported file means the text that its cell stands for; both are looked for, as an id may look like a guarded one.
        // A pasted code may hold characters that no member's id has.
        string plain = SpreadsheetCell.Unguard(asked);
        List<string> members = [.. new[] { asked, plain }.Distinct(StringComparer.Ordinal).Where(MemberId.IsValid)];
        if (members.Count == 0 && IssuanceTerm.Of(plain).IsEmpty && PoolCode.LookUpOf(plain) is null)
        {
            return new LookUpAnswer(asked, []);
        }

        await using CouponDbContext db = await _databases.CreateDbContextAsync(cancellationToken);
        List<string> named = await NamedAsync(db, plain, cancellationToken);
        List<MemberHistory> found = [];
        foreach (string member in members.Concat(named).Distinct(StringComparer.Ordinal))
        {
            found.Add(await OfMemberAsync(db, member, cancellationToken));
        }

        List<MemberHistory> known = found.FindAll(member => !member.IsUnknown);
        return new LookUpAnswer(asked, known.Count > 0 ? known : found.Skip(Math.Max(0, members.Count - 1)).Take(1).ToList());
    }

    // Who has the code, the ticket or the account that the text names.
    private async Task<List<string>> NamedAsync(CouponDbContext db, string asked, CancellationToken cancellationToken)
    {
        IssuanceTerm term = IssuanceTerm.Of(asked);
        List<string> named = [];
        if (await db.FindByTypedCodeAsync(
            asked, code => db.Set<IssuanceRecord>().Where(i => i.Code == code).Select(i => i.Member).SingleOrDefaultAsync(cancellationToken), cancellationToken) is { } holder)
        {
            named.Add(holder);
        }

        if (term.Ticket is { } ticket)
        {
            // By campaign, as the key is: a ticket alone has no index.
            named.AddRange(await db.Set<Campaign>()
                .SelectMany(c => db.Set<IssuanceRecord>().Where(i => i.CampaignId == c.Id && i.Ticket == ticket).Select(i => i.Member))
                .Take(TimelinesMax).ToListAsync(cancellationToken));
            named.AddRange(await _queued.MembersOfAsync(ticket, cancellationToken));
        }

        if (asked.Contains('@', StringComparison.Ordinal))
        {
            string email = asked.ToUpperInvariant();
            named.AddRange(await db.Users.Where(u => u.NormalizedEmail == email).Select(u => u.Id).ToListAsync(cancellationToken));
        }

        return named;
    }

    private async Task<MemberHistory> OfMemberAsync(CouponDbContext db, string member, CancellationToken cancellationToken)
    {
        // The queue first, the rows second: what is recorded in between is taken for recorded.
        IReadOnlyList<MyCoupon>? queued = await _queued.FindAsync(member, cancellationToken);
        MemberTrace trace = await MemberTrace.ReadAsync(db, member, queued ?? [], cancellationToken);
        List<ClaimTimeline> timelines = [];
        foreach (ClaimTimeline timeline in trace.Timelines().OrderByDescending(t => t.Newest).Take(TimelinesMax))
        {
            timelines.Add(await CompleteAsync(db, trace.CampaignOf(timeline), timeline, cancellationToken));
        }

        Account? account = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == member, cancellationToken);
        DisabledMember? disabled = await db.Set<DisabledMember>().AsNoTracking().SingleOrDefaultAsync(d => d.Member == member, cancellationToken);
        return new MemberHistory(member, timelines, queued is not null)
        {
            Account = account is null ? null : (account.DisplayName, account.Email ?? ""),
            Disabled = disabled is null ? null : (disabled.At.ToDateTimeOffset(), disabled.Reason),
        };
    }

    private async Task<ClaimTimeline> CompleteAsync(CouponDbContext db, Campaign campaign, ClaimTimeline timeline, CancellationToken cancellationToken)
    {
        List<KeptRefusal> refusals = [];
        foreach (KeptRefusal refusal in timeline.Refusals)
        {
            refusals.Add(refusal.Outcome == ClaimOutcome.SoldOut
                ? refusal with { LastTicketAt = await LastTicketBeforeAsync(db, campaign.Id, refusal.At, cancellationToken) }
                : refusal);
        }

        return timeline with { Refusals = refusals, Place = await PlaceAsync(db, campaign, timeline, cancellationToken) };
    }

    // Both are ranges of the key (campaign, ticket).
    private static async Task<DateTimeOffset?> LastTicketBeforeAsync(CouponDbContext db, long campaignId, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        long before = StoreTime.From(moment).Microseconds;
        long? last = await db.Set<IssuanceRecord>().Where(i => i.CampaignId == campaignId && i.Ticket <= before).MaxAsync(i => (long?)i.Ticket, cancellationToken);
        return last is { } ticket ? new StoreTime(ticket).ToDateTimeOffset() : null;
    }

    private async Task<int?> PlaceAsync(CouponDbContext db, Campaign campaign, ClaimTimeline timeline, CancellationToken cancellationToken)
    {
        if (timeline.Ticket is not { } ticket)
        {
            return null;
        }

        int recorded = await db.Set<IssuanceRecord>().CountAsync(i => i.CampaignId == campaign.Id && i.Ticket <= ticket, cancellationToken);
        if (timeline.Row is not null)
        {
            return recorded;
        }

        try
        {
            // Counting a range is cheap on both servers; a rank is not.
            long waiting = await _store.Draining.SortedSetLengthAsync(
                new CampaignKeys(campaign.Key).Queue, campaign.Watermark, ticket, Exclude.Start, CommandFlags.DemandMaster);
            return recorded + (int)waiting;
        }
        catch (Exception e) when (Outage.Is(e))
        {
            return null;
        }
    }
}
