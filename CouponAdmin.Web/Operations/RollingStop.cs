using System.Runtime.InteropServices;
using CouponAdmin.Web.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CouponAdmin.Web.Operations;

/// <summary>
/// Takes the place of the framework's own handling of signals. SIGTERM: not ready, but serving, for <see cref="ShutdownOptions.Delay"/>; then the end in order.
/// A second SIGTERM, SIGINT (Ctrl+C) and SIGQUIT: the end in order at once.
/// </summary>
/// <remarks>The delay comes before the framework hears of the stop: with its first word streams and circuits end and the server takes no new connection.</remarks>
internal sealed partial class RollingStop(IHostApplicationLifetime lifetime, InstanceEnd end, ShutdownOptions options, IHostEnvironment environment, TimeProvider time, ILogger<RollingStop> log) : IHostLifetime, IDisposable
{
    private PosixSignalRegistration[] _signals = [];
    private CancellationTokenRegistration _started;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _signals =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Hear),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Hear),
            PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Hear),
        ];
        _started = lifetime.ApplicationStarted.Register(Announce);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _started.Dispose();
        Array.ForEach(_signals, signal => signal.Dispose());
    }

    private void Announce()
    {
        LogStarted(log, HealthReports.Version, environment.EnvironmentName);
        SupervisorNotice.Send(SupervisorNotice.Serving);
    }

    // Without Cancel the runtime would end the process when the handler returns.
    private void Hear(PosixSignalContext context)
    {
        context.Cancel = true;
        _ = StopAsync(mayWait: context.Signal == PosixSignal.SIGTERM);
    }

    private async Task StopAsync(bool mayWait)
    {
        bool isFirst = end.TryBegin();
        SupervisorNotice.Send(SupervisorNotice.Stopping);
        if (isFirst && mayWait && options.Delay > TimeSpan.Zero && lifetime.ApplicationStarted.IsCancellationRequested)
        {
            LogAsked(log, options.Delay);
            await Task.Delay(options.Delay, time, lifetime.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        lifetime.StopApplication();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "CouponAdmin {Version} has started ({Environment}).")]
    private static partial void LogStarted(ILogger logger, string version, string environment);

    [LoggerMessage(Level = LogLevel.Information, Message = "Told to stop: not ready any more, serving for another {Delay}. A second SIGTERM ends it at once.")]
    private static partial void LogAsked(ILogger logger, TimeSpan delay);
}

/// <summary>The instance wasn't told to stop.</summary>
internal sealed class InstanceEndHealth(InstanceEnd end) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(end.IsNear ? HealthCheckResult.Unhealthy("It was told to stop and serves only until balancers have learned of it.") : HealthCheckResult.Healthy());
}
