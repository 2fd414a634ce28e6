using CouponAdmin.Core.Results;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.Issuance.Refusals;

/// <summary>Brings refusals to the database behind the answers: gathered for a moment, then in batches; a database that is away is tried again.</summary>
/// <remarks>A crash loses what waits in memory: they are for support's answers, never for a decision.</remarks>
internal sealed partial class RefusalWriter(RefusalInbox inbox, RefusalLedger ledger, TimeProvider time, ILogger<RefusalWriter> log) : BackgroundService
{
    /// <summary>Refusals in one transaction: short enough that a drain hardly waits for it where the database has one writer.</summary>
    public const int BatchMax = 500;

    /// <summary>A trickle of refusals becomes one transaction in this time, not one each.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan UntilNextTry = TimeSpan.FromSeconds(1);

    private List<RefusedClaim> _batch = [];

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryWriteAsync(cancellationToken);
    }

    /// <summary>Writes all that waits; what a failing database did not take stays first in line.</summary>
    internal async Task WriteAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_batch.Count == 0)
            {
                _batch = inbox.Take(BatchMax);
            }

            if (_batch.Count == 0)
            {
                return;
            }

            await ledger.AddAsync(_batch, cancellationToken);
            _batch = [];
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (_batch.Count > 0 || await inbox.WaitAsync(stoppingToken))
        {
            await Task.Delay(Gathering, time, stoppingToken);
            if (!await TryWriteAsync(stoppingToken))
            {
                await Task.Delay(UntilNextTry, time, stoppingToken);
            }
        }
    }

    private async Task<bool> TryWriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(cancellationToken);
            return true;
        }
        catch (Exception e) when (Outage.Is(e) && !cancellationToken.IsCancellationRequested)
        {
            LogWaiting(log, e.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refusals could not be kept; tried again: {Reason}")]
    private static partial void LogWaiting(ILogger logger, string reason);
}
