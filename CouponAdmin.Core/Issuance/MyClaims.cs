using System.Diagnostics;
using System.Runtime.CompilerServices;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance.Books;
using CouponAdmin.Core.Issuance.Notices;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;

namespace CouponAdmin.Core.Issuance;

/// <summary>A member's own claims, from rows first and from the queue where there is no row yet.</summary>
public sealed class MyClaims
{
    /// <summary>A stream says something at least this often, so that nothing between here and the member takes it for dead.</summary>
    public static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(15);

    private readonly IDbContextFactory<CouponDbContext> _databases;
    private readonly CampaignDirectory _directory;
    private readonly StoreConnections _store;
    private readonly ClaimRows _rows;
    private readonly NoticeHub _hub;
    private readonly WarmOnce _warm;
    private readonly QueuedClaims _queued;
    private readonly LostTickets _lost;

    internal MyClaims(
        IDbContextFactory<CouponDbContext> databases, CampaignDirectory directory, StoreConnections store, ClaimRows rows, NoticeHub hub, WarmOnce warm,
        QueuedClaims queued, LostTickets lost) =>
        (_databases, _directory, _store, _rows, _hub, _warm, _queued, _lost) = (databases, directory, store, rows, hub, warm, queued, lost);

    /// <summary>Null when the member holds no ticket.</summary>
    /// <exception cref="CampaignNotReadyException">There is no row, and the store can't say whether there is a ticket.</exception>
    /// <exception cref="RedisException">The store doesn't answer.</exception>
    public async Task<MyClaim?> FindAsync(string slug, string member, CancellationToken cancellationToken) =>
        await _directory.FindAsync(slug, cancellationToken) is { } campaign ? await FindAsync(campaign, member, cancellationToken) : null;

    /// <summary>The member's claims of all campaigns; of the recorded ones the newest, at most <paramref name="limit"/>.</summary>
    public async Task<MyClaimList> ListAsync(string member, int limit, CancellationToken cancellationToken)
    {
        IReadOnlyList<MyCoupon>? queued = await _queued.FindAsync(member, cancellationToken);
        await using CouponDbContext db = await _databases.CreateDbContextAsync(cancellationToken);
        var found = await db.Set<IssuanceRecord>().AsNoTracking().Where(i => i.Member == member)
            .Join(db.Set<Campaign>(), i => i.CampaignId, c => c.Id, (row, campaign) => new { row, campaign })
            .OrderByDescending(f => f.row.Ticket).Take(limit).ToListAsync(cancellationToken);
        return new MyClaimList(
            queued, [.. found.Select(f => new MyCoupon(ClaimRows.Show(f.row, f.campaign.Slug, f.campaign.CouponValidDays), f.campaign.Name, f.campaign.Benefit))]);
    }

    /// <summary>A snapshot first, then each change, progress at most once a second while queued, a ping every 15 s; ends after a final status.</summary>
    public async IAsyncEnumerable<ClaimNotice> FollowAsync(string slug, string member, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await _directory.FindAsync(slug, cancellationToken) is not { } campaign)
        {
            yield break;
        }

        using NoticeWaiter waiter = _hub.Register(campaign, member);
        MyClaim? claim = await FindAsync(campaign, member, cancellationToken);
        if (claim is null)
        {
            yield break;
        }

        yield return new ClaimNotice.Changed(claim);
        long said = Stopwatch.GetTimestamp();
        while (!claim.IsFinal)
        {
            // From the last word said, not from the last news: a repeated look-up that finds nothing new is silence too.
            TimeSpan untilPing = PingAfter - Stopwatch.GetElapsedTime(said);
            ClaimNotice notice = untilPing > TimeSpan.Zero ? await waiter.NextAsync(untilPing, cancellationToken) : new ClaimNotice.Ping();
            if (notice is ClaimNotice.Changed changed)
            {
                if (changed.Claim == claim)
                {
                    continue;
                }

                claim = changed.Claim;
            }

            said = Stopwatch.GetTimestamp();
            yield return notice;
            if (notice is ClaimNotice.Lost)
            {
                yield break;
            }
        }
    }

    private async Task<MyClaim?> FindAsync(CampaignRef campaign, string member, CancellationToken cancellationToken)
    {
        if (await _rows.FindAsync(campaign, member, cancellationToken) is { } row)
        {
            return row;
        }

        if (campaign.IsSealed)
        {
            return null;
        }

        (bool isWarm, double? ticket) = await TicketAsync(campaign, member);
        if (!isWarm && await _warm.TryAsync(campaign, PingAfter, cancellationToken))
        {
            (isWarm, ticket) = await TicketAsync(campaign, member);
        }

        return (isWarm, ticket) switch
        {
            (true, { } t) => await _rows.FindByTicketAsync(campaign, (long)t, cancellationToken) ?? new MyClaim(campaign.Slug, ClaimStatus.Queued, (long)t),
            (true, null) => null,

            // Sealed meanwhile: the rows are all there is. Otherwise nobody knows, which must not look like "not claimed".
            _ => await _directory.FindAsync(campaign.Slug, cancellationToken) is { IsSealed: true } now
                ? await _rows.FindAsync(now, member, cancellationToken)
                : throw new CampaignNotReadyException(campaign.Slug),
        };
    }

    private async Task<(bool IsWarm, double? Ticket)> TicketAsync(CampaignRef campaign, string member)
    {
        CampaignKeys keys = new(campaign.Key);
        Task<bool> isWarm = _lost.IsCertainAsync(campaign.Key);
        Task<double?> ticket = _store.Draining.SortedSetScoreAsync(keys.Queue, member, CommandFlags.DemandMaster);
        return (await isWarm || await ticket is not null, await ticket);
    }
}

/// <summary>The campaign is being loaded into the store: whether a claim waits there isn't known at this moment.</summary>
public sealed class CampaignNotReadyException(string slug) : Exception($"The campaign '{slug}' is being loaded; ask again in a moment.");
