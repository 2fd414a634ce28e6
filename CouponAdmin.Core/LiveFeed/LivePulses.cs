using System.Collections.Concurrent;
using CouponAdmin.Core.Issuance.Tally;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.LiveFeed;

/// <summary>Live numbers for open pages: one reader per instance, whatever the number of subscribers.</summary>
public sealed partial class LivePulses : BackgroundService
{
    /// <summary>Sales whose last hour is remembered after the last page was closed, so that a reload finds its curve again.</summary>
    private const int TracesMax = 64;

    /// <summary>How often a campaign that somebody looks at is read.</summary>
    public static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, ConcurrentDictionary<Subscription, bool>> _subscriptions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CampaignPulse> _latest = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (TraceBook Hour, LiveRushBook Rush)> _traces = new(StringComparer.Ordinal);
    private readonly PulseReader _reader;
    private readonly LiveRushSource _rushes;
    private readonly TallyStore _tallies;
    private readonly BusyAddresses _addresses;
    private readonly TimeProvider _time;
    private readonly ILogger<LivePulses> _log;

    internal LivePulses(PulseReader reader, LiveRushSource rushes, TallyStore tallies, BusyAddresses addresses, TimeProvider time, ILogger<LivePulses> log) =>
        (_reader, _rushes, _tallies, _addresses, _time, _log) = (reader, rushes, tallies, addresses, time, log);

    /// <summary>Open subscriptions of this instance.</summary>
    public int SubscriberCount => _subscriptions.Values.Sum(s => s.Count);

    /// <summary>Calls back about once a second with the campaign's newest numbers until disposed. The callback runs on a pool thread.</summary>
    /// <param name="slug">The campaign.</param>
    /// <param name="callback">Takes each pulse.</param>
    /// <param name="withTrace">The pulses bring the last hour for charts; read once for all who ask for it.</param>
    public IDisposable Subscribe(string slug, Action<CampaignPulse> callback, bool withTrace = false)
    {
        Subscription subscription = new(callback, withTrace, leaving => Leave(slug, leaving));
        _subscriptions.GetOrAdd(slug, _ => new ConcurrentDictionary<Subscription, bool>()).TryAdd(subscription, true);
        return subscription;
    }

    /// <summary>The newest reading, or null when nobody has looked lately.</summary>
    public CampaignPulse? Latest(string slug) => _latest.GetValueOrDefault(slug);

    /// <summary>Reads once, now; null when there is no such campaign or it isn't in the store.</summary>
    /// <exception cref="StackExchange.Redis.RedisException">The store doesn't answer.</exception>
    public Task<CampaignPulse?> ReadAsync(string slug, CancellationToken cancellationToken) => _reader.ReadAsync(slug, cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(ReadEvery, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TickAsync(stoppingToken);
        }
    }

    /// <summary>Reads every campaign that somebody looks at, once, and tells all who do.</summary>
    internal async Task TickAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_subscriptions.Where(s => !s.Value.IsEmpty).Select(s => ReadAndTellAsync(s.Key, s.Value, cancellationToken)));
        foreach (string unwatched in _traces.Keys.Where(slug => !_latest.ContainsKey(slug)).Take(Math.Max(0, _traces.Count - TracesMax)))
        {
            _traces.TryRemove(unwatched, out _);
        }
    }

    /// <summary>Hands a pulse to everyone who looks at the campaign.</summary>
    internal void Tell(string slug, CampaignPulse pulse)
    {
        foreach (Subscription subscriber in _subscriptions.TryGetValue(slug, out var subscribers) ? subscribers.Keys : [])
        {
            subscriber.Tell(pulse);
        }
    }

    private async Task ReadAndTellAsync(string slug, ConcurrentDictionary<Subscription, bool> subscribers, CancellationToken cancellationToken)
    {
        try
        {
            if (await _reader.ReadAsync(slug, cancellationToken) is not { } read)
            {
                return;
            }

            CampaignPulse pulse = _latest.TryGetValue(slug, out CampaignPulse? before) ? read.WithRatesSince(before) : read;
            StoreTime now = StoreTime.From(pulse.StoreTime);
            (TraceBook hour, LiveRushBook rushBook) = _traces.GetOrAdd(slug, _ => (new TraceBook(_tallies), new LiveRushBook(_rushes)));
            hour.Note(now, pulse.QueueDepth);
            if (subscribers.Keys.Any(subscriber => subscriber.WithTrace))
            {
                LiveRush? rush = pulse.Books is { } books ? await rushBook.ReadAsync(pulse.Key, books, now, pulse.Remaining == 0) : null;
                foreach (LiveRushPoint point in rush?.Points ?? [])
                {
                    // Between two looks the queue may have been deeper than at either.
                    hour.Note(StoreTime.From(point.At), (int)point.InQueue);
                }

                pulse = pulse with { Rush = rush, Trace = await hour.ReadAsync(pulse.Key, now), Addresses = await _addresses.ReadAsync(pulse.Key) };
            }

            _latest[slug] = pulse;
            Tell(slug, pulse);
        }
        catch (Exception e) when (Outage.Is(e) && !cancellationToken.IsCancellationRequested)
        {
            // The pages show the age of the last reading.
            LogBlind(_log, slug, e.Message);
        }
    }

    private void Leave(string slug, Subscription subscription)
    {
        if (_subscriptions.TryGetValue(slug, out ConcurrentDictionary<Subscription, bool>? subscribers))
        {
            subscribers.TryRemove(subscription, out _);
            if (subscribers.IsEmpty)
            {
                _latest.TryRemove(slug, out _);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The live numbers of {Slug} could not be read: {Reason}")]
    private static partial void LogBlind(ILogger logger, string slug, string reason);

    private sealed class Subscription(Action<CampaignPulse> callback, bool withTrace, Action<Subscription> leave) : IDisposable
    {
        public bool WithTrace => withTrace;

        public void Tell(CampaignPulse pulse) => callback(pulse);

        public void Dispose() => leave(this);
    }
}
