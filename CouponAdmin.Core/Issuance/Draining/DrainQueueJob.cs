using Quartz;

namespace CouponAdmin.Core.Issuance.Draining;

/// <summary>Moves admitted claims from the store to the database. Quartz decides when, the drainer decides what.</summary>
/// <remarks>The attribute guards one scheduler only: two instances may drain at once; the campaign row's lock and watermark make that safe.</remarks>
[DisallowConcurrentExecution]
internal sealed class DrainQueueJob(QueueDrainer drainer, DrainHeartbeat heartbeat) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await drainer.DrainAsync(campaignIds: null, cancellationToken);
        heartbeat.Beat();
    }
}
