using CouponAdmin.Core.Results;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.Issuance;

/// <summary>Keeps this instance's set of disabled members at most a second old. While the database is away the last set stands.</summary>
internal sealed partial class DisabledMembersWatch(DisabledMembers members, TimeProvider time, ILogger<DisabledMembersWatch> log) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(800);

    // Before the first claim can come: an instance that has just started knows who is disabled.
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryRenewAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryRenewAsync(stoppingToken);
        }
    }

    private async Task TryRenewAsync(CancellationToken cancellationToken)
    {
        try
        {
            await members.RenewAsync(cancellationToken);
        }
        catch (Exception e) when (Outage.Is(e) && !cancellationToken.IsCancellationRequested)
        {
            LogOld(log, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The disabled members could not be read; the last set stands: {Reason}")]
    private static partial void LogOld(ILogger logger, string reason);
}
