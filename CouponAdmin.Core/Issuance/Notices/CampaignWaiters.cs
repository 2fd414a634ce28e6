using System.Collections.Concurrent;
using System.Diagnostics;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance.Quarantine;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Telemetry;

namespace CouponAdmin.Core.Issuance.Notices;

/// <summary>The waiters of one campaign on this instance.</summary>
internal sealed class CampaignWaiters(CampaignRef campaign, ClaimRows rows, LostTickets lost)
{
    /// <summary>Members looked up in one query.</summary>
    public const int MembersPerQuery = 1_000;

    /// <summary>Looks in a row that must find nothing of a claim before its member is told that it is lost.</summary>
    public const int MissedMax = 2;

    private readonly ConcurrentDictionary<NoticeWaiter, bool> _waiters = new();
    private readonly Lock _lock = new();
    private long _announced;
    private long _told;
    private int _recorded;
    private int _recordedTold;
    private bool _isReading;
    private Activity? _announcer;

    public int Count => _waiters.Count;

    public NoticeWaiter Add(string member)
    {
        NoticeWaiter waiter = new(member, leaving => _waiters.TryRemove(leaving, out _));
        _waiters.TryAdd(waiter, true);
        return waiter;
    }

    public void Announce(long watermark, int recorded)
    {
        lock (_lock)
        {
            _recorded = Math.Max(_recorded, recorded);
            if (watermark > _announced)
            {
                // The store brings an instance its own news once more: the drain that told first is the cause.
                (_announced, _announcer) = (watermark, ProductTraces.Asker);
            }

            if (_waiters.IsEmpty)
            {
                // Nobody to tell: whoever comes later reads a snapshot.
                _told = _announced;
                return;
            }

            if (_isReading || _announced <= _told)
            {
                return;
            }

            _isReading = true;
        }

        _ = ReadUpToAnnouncedAsync();
    }

    public void TellProgress()
    {
        int recorded = Volatile.Read(ref _recorded);
        if (recorded == _recordedTold)
        {
            return;
        }

        _recordedTold = recorded;
        Tell(_waiters.Keys, new ClaimNotice.Progress(recorded));
    }

    public async Task LookAgainAsync(CancellationToken cancellationToken)
    {
        foreach (NoticeWaiter[] some in _waiters.Keys.Chunk(MembersPerQuery))
        {
            string[] members = [.. some.Select(w => w.Member).Distinct(StringComparer.Ordinal)];

            // The queue first, the rows second: what is recorded in between is taken for recorded.
            HashSet<string> missing = await lost.WithoutTicketAsync(campaign.Key, members);
            List<IssuanceRecord> found = await rows.ReadOfAsync(campaign.Id, members, cancellationToken);
            missing.ExceptWith(found.Select(row => row.Member));
            TellRows(found);
            TellLost(some, missing);
        }

        if (!_waiters.IsEmpty)
        {
            TellRows(await rows.ReadStandInsAsync(campaign.Id, cancellationToken));
        }
    }

    private void TellLost(NoticeWaiter[] waiters, HashSet<string> missing)
    {
        foreach (NoticeWaiter waiter in waiters)
        {
            waiter.Missed = missing.Contains(waiter.Member) ? waiter.Missed + 1 : 0;
            if (waiter.Missed == MissedMax)
            {
                waiter.Tell(new ClaimNotice.Lost());
                lost.NoteTold();
            }
        }
    }

    // One query for all that is recorded since the last look; rows of members who wait elsewhere, or nowhere, are passed over.
    private async Task ReadUpToAnnouncedAsync()
    {
        while (true)
        {
            long above, upTo;
            Activity? announcer;
            lock (_lock)
            {
                (above, upTo, announcer) = (_told, _announced, _announcer);
                if (above >= upTo)
                {
                    _isReading = false;
                    return;
                }
            }

            using Activity? span = ProductTraces.Begin("notice", announcer is { Recorded: true } ? [announcer.Context] : []);
            try
            {
                if (above == 0)
                {
                    // The first news here: whatever was recorded before anybody waited is a whole sale that nobody asks for.
                    await LookAgainAsync(CancellationToken.None);
                }
                else
                {
                    List<IssuanceRecord> news = await rows.ReadAsync(campaign.Id, i => i.Ticket > above && i.Ticket <= upTo, CancellationToken.None);
                    TellRows(news);
                    if (news.Exists(row => QuarantinedClaim.IsStandIn(row.Member)))
                    {
                        TellRows(await rows.ReadStandInsAsync(campaign.Id, CancellationToken.None));
                    }
                }
            }
            catch (Exception e) when (Outage.Is(e))
            {
                // The waiters' own look-up every few seconds brings the news.
            }

            lock (_lock)
            {
                _told = Math.Max(_told, upTo);
            }
        }
    }

    private void TellRows(List<IssuanceRecord> recorded) => TellRows(recorded.ConvertAll(row => (row.Member, row)));

    private void TellRows(List<(string Member, IssuanceRecord Row)> recorded)
    {
        ILookup<string, NoticeWaiter> waiters = _waiters.Keys.ToLookup(w => w.Member, StringComparer.Ordinal);
        foreach ((string member, IssuanceRecord row) in recorded)
        {
            Tell(waiters[member], new ClaimNotice.Changed(ClaimRows.Show(row, campaign.Slug, campaign.CouponValidDays)));
        }
    }

    private static void Tell(IEnumerable<NoticeWaiter> waiters, ClaimNotice notice)
    {
        foreach (NoticeWaiter waiter in waiters)
        {
            waiter.Tell(notice);
        }
    }
}
