using System.Collections.Concurrent;
using System.Globalization;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance.Draining;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CouponAdmin.Core.Issuance.FailOver;

/// <summary>Notices before each script that another server serves a campaign, and puts back what that server misses of what this instance acknowledged.</summary>
/// <remarks>
/// Only a confirmed master is compared and mended. Nobody new is admitted, on any instance, for <see cref="SettlesFor"/>: each needs the time to notice
/// and to put its own claims back before their units are given to others. Member by member: a newer ticket of another instance hides what is missing.
/// </remarks>
internal sealed partial class FailOverRecovery(
    StoreConnections store, StoreMasters masters, StoreOptions options, AcknowledgedClaims acknowledged, TimeProvider time, ILogger<FailOverRecovery> log)
{
    /// <summary>From the first notice of a new server on. Nobody acknowledges on the old one for longer than <see cref="StoreMasters.BelievedFor"/> after it; the rest is for putting claims back.</summary>
    public static readonly TimeSpan SettlesFor = TimeSpan.FromSeconds(2);

    /// <summary>How long an instance that notices later has for its own claims.</summary>
    public static readonly TimeSpan PutsBackWithin = TimeSpan.FromSeconds(1);

    /// <summary>Claims compared in one command.</summary>
    public const int ComparedTogether = 1_000;

    private static readonly RedisScript Settle = RedisScript.Load("settle_campaign-1");
    private readonly ConcurrentDictionary<Guid, string> _servedBy = new();
    private readonly ConcurrentDictionary<Guid, Serving> _serving = new();
    private readonly ConcurrentDictionary<Guid, Task<StoreMaster?>> _underWay = new();
    private readonly ConcurrentDictionary<Guid, long> _mended = new();
    private long _seen;
    private long _readmitted;

    /// <summary>Another server took a campaign over, since this instance started.</summary>
    public long Seen => Interlocked.Read(ref _seen);

    /// <summary>Acknowledged claims that a server missed and that were put back.</summary>
    public long Readmitted => Interlocked.Read(ref _readmitted);

    /// <summary>The server that a script of this campaign may be sent to; null while no server is confirmed as its master.</summary>
    /// <exception cref="RedisException">The store doesn't answer.</exception>
    public ValueTask<StoreMaster?> ServingAsync(Guid campaign) =>
        _serving.TryGetValue(campaign, out Serving? serving) && serving.Version == masters.Version ? new(serving.Master) : new(RecoverOnceAsync(campaign));

    /// <summary>Whether what is remembered of this campaign was compared with the server that serves it now.</summary>
    public bool IsServed(Guid campaign) => _serving.TryGetValue(campaign, out Serving? serving) && serving.Version == masters.Version;

    /// <summary>Its queue misses a claim: compare before the next script, whatever server it is.</summary>
    public void Suspect(Guid campaign)
    {
        _servedBy[campaign] = "";
        _serving.TryRemove(campaign, out _);
    }

    /// <summary>From which ticket on rows and queue must be compared, as the campaign's server changed; null: no need.</summary>
    public long? ComparedFrom(Guid campaign) => _mended.TryGetValue(campaign, out long ticket) ? ticket : null;

    /// <summary>Rows and queue were compared from there on.</summary>
    public void HasCompared(Guid campaign, long from) => _mended.TryRemove(new KeyValuePair<Guid, long>(campaign, from));

    /// <summary>Whether the connection for draining leads to the campaign's confirmed master: what another server holds must not be recorded.</summary>
    public async Task<bool> MayDrainAsync(Guid campaign)
    {
        RedisKey queue = new CampaignKeys(campaign).Queue;
        return await ServingAsync(campaign) is { } master
            && master.Server.EndPoint.Equals(store.Draining.Multiplexer.GetServer(queue, flags: CommandFlags.DemandMaster).EndPoint);
    }

    /// <summary>Whether instances may still put claims back that the campaign's new server misses.</summary>
    /// <param name="now">By the store's clock.</param>
    /// <exception cref="RedisException">The store doesn't answer.</exception>
    public async Task<bool> IsSettlingAsync(Guid campaign, StoreTime now)
    {
        RedisValue settles = await store.Draining.HashGetAsync(new CampaignKeys(campaign).Progress, "settles_us", CommandFlags.DemandMaster);
        return !settles.IsNull && now <= new StoreTime((long)settles);
    }

    /// <summary>Hears of another instance that a campaign has another server.</summary>
    public Task ListenAsync() => store.Subscriptions.SubscribeAsync(CampaignKeys.FailedOver, (channel, message) =>
    {
        string[] parts = message.ToString().Split(' ');
        if (parts.Length == 2 && Guid.TryParseExact(parts[0], "N", out Guid campaign) && _servedBy.TryGetValue(campaign, out string? run) && run != parts[1])
        {
            masters.DoubtAll();
            _ = TryAsync(campaign);
        }
    });

    /// <summary>The same as <see cref="ServingAsync"/> for whoever watches: an outage is tried again later.</summary>
    public async Task TryAsync(Guid campaign)
    {
        try
        {
            await ServingAsync(campaign);
        }
        catch (Exception e) when (Outage.Is(e))
        {
            // The next look, or the next script, tries again.
        }
    }

    // One comparison, however many ask for it.
    private async Task<StoreMaster?> RecoverOnceAsync(Guid campaign)
    {
        TaskCompletionSource<StoreMaster?> mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<StoreMaster?> recovery = _underWay.GetOrAdd(campaign, mine.Task);
        if (recovery != mine.Task)
        {
            return await recovery;
        }

        try
        {
            mine.TrySetResult(await RecoverAsync(campaign));
        }
        catch (Exception e) when (Outage.Is(e))
        {
            mine.TrySetException(e);
        }
        finally
        {
            _underWay.TryRemove(campaign, out _);
        }

        return await recovery;
    }

    private async Task<StoreMaster?> RecoverAsync(Guid campaign)
    {
        // Read first: what changes meanwhile makes the answer old.
        long version = masters.Version;
        RedisKey queue = new CampaignKeys(campaign).Queue;
        StoreMaster? master = masters.Find(queue);
        if (master is null)
        {
            master = await masters.ConfirmAsync(queue);
            version = masters.Version;
        }

        if (master is null || masters.Find(queue) != master)
        {
            return null;
        }

        // The first script of this instance: there is nothing that it could miss. One that is suspected has settled before, for another loss.
        if (_servedBy.TryGetValue(campaign, out string? run) && run != master.RunId)
        {
            await CompareAsync(campaign, master, laterSettlesFor: run.Length > 0 ? PutsBackWithin : SettlesFor);
        }

        _servedBy[campaign] = master.RunId;
        _serving[campaign] = new Serving(master, version);
        return master;
    }

    private async Task CompareAsync(Guid campaign, StoreMaster master, TimeSpan laterSettlesFor)
    {
        CampaignKeys keys = new(campaign);
        if (!options.IsEmbedded)
        {
            await masters.RunOnAsync(master, Settle, [keys.Progress], [(long)SettlesFor.TotalMicroseconds, (long)laterSettlesFor.TotalMicroseconds, master.RunId]);
            string message = string.Create(CultureInfo.InvariantCulture, $"{campaign:N} {master.RunId}");
            await store.Draining.PublishAsync(CampaignKeys.FailedOver, message, CommandFlags.FireAndForget);
        }

        int added = 0;
        long lowest = long.MaxValue;
        foreach (QueuedClaim[] some in acknowledged.Of(campaign).Chunk(ComparedTogether))
        {
            List<QueuedClaim> missing = await MissingAsync(campaign, master, some);
            if (missing.Count > 0)
            {
                object[] pairs = [.. missing.SelectMany(claim => new object[] { claim.Ticket, claim.Member })];
                added += (int)await masters.AskAsync(master, "ZADD", [keys.Queue, "NX", .. pairs]);
                lowest = Math.Min(lowest, missing[0].Ticket);
            }
        }

        _mended.AddOrUpdate(campaign, lowest, (_, before) => Math.Min(before, lowest));
        Interlocked.Increment(ref _seen);
        Interlocked.Add(ref _readmitted, added);
        LogChanged(log, campaign, master.Server.EndPoint.ToString()!, added, time.GetUtcNow());
        store.AskForCheck();
    }

    // A member who holds another ticket meanwhile was given it on the new master before the old one could be put back: that one stands.
    private async Task<List<QueuedClaim>> MissingAsync(Guid campaign, StoreMaster master, QueuedClaim[] claims)
    {
        RedisKey queue = new CampaignKeys(campaign).Queue;
        RedisResult[] held = (RedisResult[])(await masters.AskAsync(master, "ZMSCORE", [queue, .. claims.Select(claim => (object)claim.Member)]))!;
        List<QueuedClaim> missing = [];
        List<long> replaced = [];
        for (int i = 0; i < claims.Length; i++)
        {
            if (held[i].IsNull)
            {
                missing.Add(claims[i]);
            }
            else if ((long)(double)held[i] != claims[i].Ticket)
            {
                replaced.Add(claims[i].Ticket);
            }
        }

        acknowledged.Forget(campaign, replaced);
        return missing;
    }

    /// <param name="Version">Of <see cref="StoreMasters.Version"/>: with another one the master is asked for again.</param>
    private sealed record Serving(StoreMaster Master, long Version);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Campaign {Campaign} is served by another server of the store, {Server}, since {Moment:O}: {Added} acknowledged claims that it missed were put back.")]
    private static partial void LogChanged(ILogger logger, Guid campaign, string server, int added, DateTimeOffset moment);
}
