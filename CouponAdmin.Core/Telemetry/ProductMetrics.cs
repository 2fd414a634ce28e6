using System.Reflection;
using static CouponAdmin.Core.Telemetry.Metric;

namespace CouponAdmin.Core.Telemetry;

/// <summary>The closed list of the product's metrics. <c>docs/metrics.md</c> is its reference; a test holds both against what an instance exports.</summary>
/// <remarks>A new one is added here and in the document, and nowhere is an instrument made otherwise.</remarks>
public static class ProductMetrics
{
    public const string MeterName = "CouponAdmin";

    /// <summary>The campaign's slug, of at most <c>OutcomeCounts.CampaignsMax</c> live campaigns.</summary>
    public const string Campaign = "couponadmin.campaign";
    public const string Outcome = "couponadmin.outcome";
    public const string Script = "couponadmin.script";
    /// <summary>The webhook's id, of at most <c>WebhookRules.WebhooksMax</c>.</summary>
    public const string Webhook = "couponadmin.webhook";
    public const string File = "couponadmin.file";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";

    /// <summary>The type of the exception; only where something failed.</summary>
    public const string ErrorType = "error.type";

    private static readonly double[] Seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private static readonly double[] LongSeconds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
    private static readonly double[] BatchSizes = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1000];

    public static readonly Metric Claims = Counter("couponadmin.claims", "{claim}", "Answers to claims", Campaign, Outcome);
    public static readonly Metric ClaimsReadmitted = Counter("couponadmin.claims.readmitted", "{claim}", "Acknowledged claims that a fail-over lost and this instance put back");
    public static readonly Metric ClaimsLost = Counter("couponadmin.claims.lost", "{claim}", "Waiting members who were told that their claim is lost");
    public static readonly Metric ClaimsRemembered = Gauge("couponadmin.claims.remembered", "{claim}", "Acknowledged claims that are remembered until their row is there");
    public static readonly Metric ClaimsRememberedLimit = Gauge("couponadmin.claims.remembered.limit", "{claim}", "Acknowledged claims that can be remembered");
    public static readonly Metric AdmissionDuration = Histogram("couponadmin.admission.duration", "s", Seconds, "From the arrival of a batch's first claim to the store's answer", ErrorType);
    public static readonly Metric AdmissionBatchSize = Histogram("couponadmin.admission.batch.size", "{claim}", BatchSizes, "Claims sent to the store in one script");
    public static readonly Metric QueueDepth = Gauge("couponadmin.queue.depth", "{claim}", "Admitted claims without a row", Campaign);
    public static readonly Metric QueueOldest = Gauge("couponadmin.queue.oldest", "s", "How long the oldest admitted claim has waited for its row", Campaign);
    public static readonly Metric UnitsLeft = Gauge("couponadmin.units.left", "{coupon}", "Units that nobody holds a ticket for", Campaign);
    public static readonly Metric Quarantined = Gauge("couponadmin.claims.quarantined", "{claim}", "Claims that the database could not store and somebody must decide on", Campaign);
    public static readonly Metric DrainDuration = Histogram("couponadmin.drain.duration", "s", Seconds, "One batch from reading the queue to telling that it is recorded");
    public static readonly Metric DrainRows = Counter("couponadmin.drain.rows", "{row}", "Rows written");
    public static readonly Metric DrainLag = Histogram("couponadmin.drain.lag", "s", LongSeconds, "From the first ticket of a batch to its record");
    public static readonly Metric DrainLease = Gauge("couponadmin.drain.lease", "{lease}", "1 where this instance holds the campaign's drain lease, else 0", Campaign);
    public static readonly Metric DrainLastSuccess = Gauge("couponadmin.drain.last_success", "s", "When the scheduled drain last came to its end, as Unix time");
    public static readonly Metric FailOvers = Counter("couponadmin.store.failovers", "{failover}", "Campaigns that this instance saw another server of the store take over");
    public static readonly Metric StoreCallDuration = Histogram("couponadmin.store.call.duration", "s", Seconds, "One script from sending to the answer", Script, ServerAddress, ServerPort, ErrorType);
    public static readonly Metric StoreUp = Gauge("couponadmin.store.up", "{store}", "1 while the store serves this instance, else 0");
    public static readonly Metric StoreShardUp = Gauge("couponadmin.store.shard.up", "{shard}", "1 while the store's server takes claims, else 0; no value with the embedded store", ServerAddress, ServerPort);
    public static readonly Metric StoreDurable = Gauge("couponadmin.store.durable", "{store}", "1 if each claim is on disk before its answer, else 0; no value while that is unknown");
    public static readonly Metric StoreReplicas = Gauge("couponadmin.store.replicas", "{replica}", "Replicas that the store's master reports; no value while that is unknown");
    public static readonly Metric StoreReplicasRequired = Gauge("couponadmin.store.replicas.required", "{replica}", "Replicas that must have a claim before it is acknowledged");
    public static readonly Metric StoreMemory = Gauge("couponadmin.store.memory", "By", "Memory that the store uses; no value while that is unknown");
    public static readonly Metric StoreMemoryLimit = Gauge("couponadmin.store.memory.limit", "By", "The store's memory limit, 0 for none; no value while that is unknown");
    public static readonly Metric DatabaseUp = Gauge("couponadmin.database.up", "{database}", "1 while the database answers this instance, else 0");
    public static readonly Metric Strays = Counter("couponadmin.books.strays", "{ticket}", "Tickets below the watermark without a row, which were drained once more");
    public static readonly Metric Unbalanced = Gauge("couponadmin.books.unbalanced", "{campaign}", "Campaigns whose books do not balance");
    public static readonly Metric EventStreams = Gauge("couponadmin.event_streams", "{stream}", "Open event streams");
    public static readonly Metric Circuits = Gauge("couponadmin.circuits", "{circuit}", "Open console pages");
    public static readonly Metric Mails = Counter("couponadmin.mails", "{mail}", "Mails that went out (sent) or were given up (lost), and tries that failed (delayed)", Outcome);
    public static readonly Metric MailsWaiting = Gauge("couponadmin.mails.waiting", "{mail}", "Mails that wait to go out");
    public static readonly Metric Redemptions = Counter("couponadmin.redemptions", "{redemption}", "Answers to uses of coupons, and uses that were rolled back", Outcome);
    public static readonly Metric Exports = Counter("couponadmin.exports", "{file}", "Files of rows that were written to their end (whole) or not (cut)", File, Outcome);

    public static readonly Metric WebhookDeliveries = Counter("couponadmin.webhooks.deliveries", "{delivery}", "Deliveries to webhooks by their outcome", Outcome);
    public static readonly Metric WebhookBacklog = Gauge("couponadmin.webhooks.backlog", "{event}", "Events above the cursor of an active webhook", Webhook);
    public static readonly Metric WebhookAge = Gauge("couponadmin.webhooks.oldest", "s", "How long the first event above the cursor of an active webhook has waited", Webhook);
    public static readonly Metric WebhooksEnded = Gauge("couponadmin.webhooks.ended", "{webhook}", "Webhooks that were switched off because their receiver accepted nothing for days, or answered 410");

    public static IReadOnlyList<Metric> All { get; } =
        [.. typeof(ProductMetrics).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<Metric>()];
}
