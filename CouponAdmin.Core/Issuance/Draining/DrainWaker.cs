using CouponAdmin.Core.Store;
using Microsoft.Extensions.Hosting;

namespace CouponAdmin.Core.Issuance.Draining;

/// <summary>Drains as soon as this process has admitted somebody; the scheduler's tick is the backstop.</summary>
internal sealed class DrainWaker(DrainSignal signal, QueueDrainer drainer, StoreGate gate) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gate.WhenServingAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            await drainer.DrainAsync(await signal.WaitAsync(stoppingToken), stoppingToken);
        }
    }
}
