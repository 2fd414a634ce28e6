using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.Extensions.Hosting;

namespace CouponAdmin.Core.Issuance.Tally;

/// <summary>Brings this instance's counts to the store once a second, behind the claims and only when there are some.</summary>
internal sealed class TallyWriter(ClaimTally tally, FrequentAskers askers, BusyAddresses addresses, TallyStore store, StoreGate gate, StoreClock clock, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gate.WhenServingAsync(stoppingToken);
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await WriteAsync();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (gate.IsServing)
        {
            await WriteAsync();
        }
    }

    /// <summary>Counts that the store doesn't take are lost: they are for charts.</summary>
    internal async Task WriteAsync()
    {
        askers.Absorb();
        StoreTime now = clock.Now;
        foreach ((Guid campaign, IReadOnlyList<(TallyKind Kind, int Count)> counts) in tally.Take())
        {
            try
            {
                await store.AddAsync(campaign, now, counts);
            }
            catch (Exception e) when (Outage.Is(e))
            {
                return;
            }
        }

        await addresses.BringAsync();
    }
}
