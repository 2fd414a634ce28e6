using System.Globalization;
using MailKit.Net.Smtp;

namespace CouponAdmin.Web.Mail;

/// <summary>Writes and sends what waits, one after the other; what failed comes again later, and is given up after <see cref="TriesMax"/>.</summary>
internal sealed partial class MailSender(MailOptions options, MailQueue queue, MailReport report, IServiceScopeFactory scopes, TimeProvider time, ILogger<MailSender> log)
    : BackgroundService
{
    /// <summary>Tries of one mail in all: <see cref="Pauses"/> lie between them.</summary>
    public const int TriesMax = 5;

    /// <summary>Together shorter than a reset link lives.</summary>
    public static readonly IReadOnlyList<TimeSpan> Pauses = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10)];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.IsOn)
        {
            return;
        }

        using SmtpLine line = new(options);
        try
        {
            while (await queue.Orders.WaitToReadAsync(stoppingToken))
            {
                while (queue.Orders.TryRead(out MailOrder? order))
                {
                    await TryAsync(line, order, stoppingToken);
                }

                await HangUpAsync(line, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            if (queue.Waiting > 0)
            {
                LogLeft(log, queue.Waiting);
            }
        }
    }

    private async Task TryAsync(SmtpLine line, MailOrder order, CancellationToken stopping)
    {
        order.Tries++;
        try
        {
            order.Letter ??= await WriteAsync(order, stopping);
            if (order.Letter is not null)
            {
                await line.SendAsync(order.Letter, stopping);
                report.NoteSent();
            }

            queue.Done();
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            // The edge: whatever one mail meets, the next one gets its turn.
            line.Dispose();
            NoteFault(order, e, stopping);
        }
    }

    private void NoteFault(MailOrder order, Exception exception, CancellationToken stopping)
    {
        MailFault fault = MailReport.FaultOf(exception);
        int status = exception is SmtpCommandException answer ? (int)answer.StatusCode : 0;
        if (fault == MailFault.Refused || order.Tries >= TriesMax)
        {
            LogLost(log, order.What, fault, status, exception.GetType().Name, order.Tries);
            queue.Done();
            report.NoteLost(fault);
            return;
        }

        LogDelayed(log, order.What, fault, status, exception.GetType().Name, order.Tries);
        report.NoteDelayed(fault);
        _ = ReturnAsync(order, Pauses[order.Tries - 1], stopping);
    }

    private async Task ReturnAsync(MailOrder order, TimeSpan pause, CancellationToken stopping)
    {
        await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        queue.Return(order);
    }

    private async Task<Letter?> WriteAsync(MailOrder order, CancellationToken stopping)
    {
        CultureInfo.CurrentUICulture = order.Culture;
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        return await order.WriteAsync(scope.ServiceProvider, stopping);
    }

    // What was sent is sent: a server that doesn't hear the farewell is no trouble.
    private static async Task HangUpAsync(SmtpLine line, CancellationToken stopping)
    {
        try
        {
            await line.HangUpAsync(stopping);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested && MailReport.FaultOf(e) != MailFault.Unexpected)
        {
            line.Dispose();
        }
    }

    // Never an address, a link or the server's own words, which repeat the address.
    [LoggerMessage(Level = LogLevel.Warning, Message = "A mail ({What}) did not go out: {Fault}, SMTP status {Status}, {Exception}; try {Tries}, and it will be tried again")]
    private static partial void LogDelayed(ILogger logger, string what, MailFault fault, int status, string exception, int tries);

    [LoggerMessage(Level = LogLevel.Error, Message = "A mail ({What}) is lost: {Fault}, SMTP status {Status}, {Exception}; tried {Tries} times")]
    private static partial void LogLost(ILogger logger, string what, MailFault fault, int status, string exception, int tries);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} mails had not gone out when the process ended; they are lost")]
    private static partial void LogLeft(ILogger logger, int count);
}
