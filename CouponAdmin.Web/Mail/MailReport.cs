using System.Net.Sockets;
using CouponAdmin.Core.Results;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace CouponAdmin.Web.Mail;

/// <summary>Why a mail did not go out.</summary>
internal enum MailFault
{
    Unreachable,
    NotSecure,
    NotLetIn,
    RefusedForNow,
    Refused,
    TimedOut,
    DatabaseAway,
    TooMany,
    Unexpected,
}

/// <summary>A fault, and when it was.</summary>
/// <param name="Fault">Why.</param>
/// <param name="At">When.</param>
/// <param name="IsLost">Given up; else it is tried again.</param>
internal sealed record MailTrouble(MailFault Fault, DateTimeOffset At, bool IsLost);

/// <summary>How the mail goes, since this instance's start.</summary>
internal sealed class MailReport(TimeProvider time)
{
    private long _sent;
    private long _lost;
    private long _delayed;
    private MailTrouble? _last;
    private volatile bool _isWell = true;

    public long Sent => Interlocked.Read(ref _sent);

    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Tries that failed and were followed by another.</summary>
    public long Delayed => Interlocked.Read(ref _delayed);

    /// <summary>The last trouble, however long ago; null for none.</summary>
    public MailTrouble? Last => Volatile.Read(ref _last);

    /// <summary>Nothing has failed since the last mail that went out.</summary>
    public bool IsWell => _isWell;

    public void NoteSent()
    {
        Interlocked.Increment(ref _sent);
        _isWell = true;
    }

    public void NoteDelayed(MailFault fault)
    {
        Interlocked.Increment(ref _delayed);
        Note(fault, isLost: false);
    }

    public void NoteLost(MailFault fault)
    {
        Interlocked.Increment(ref _lost);
        Note(fault, isLost: true);
    }

    private void Note(MailFault fault, bool isLost)
    {
        Volatile.Write(ref _last, new MailTrouble(fault, time.GetUtcNow(), isLost));
        _isWell = false;
    }

    /// <summary>The fault behind an exception. Its text isn't kept: a server's answer repeats the address.</summary>
    public static MailFault FaultOf(Exception exception) => exception switch
    {
        SmtpCommandException { StatusCode: >= (SmtpStatusCode)500 } or LetterRefusedException => MailFault.Refused,
        SmtpCommandException => MailFault.RefusedForNow,
        AuthenticationException or ServiceNotAuthenticatedException => MailFault.NotLetIn,
        SslHandshakeException or NotSupportedException => MailFault.NotSecure,
        OperationCanceledException or TimeoutException => MailFault.TimedOut,
        SocketException or IOException or SmtpProtocolException or ServiceNotConnectedException => MailFault.Unreachable,
        _ when Outage.Is(exception) => MailFault.DatabaseAway,
        _ => MailFault.Unexpected,
    };
}

/// <summary>This address can't be written to by this server, now or later.</summary>
internal sealed class LetterRefusedException(string message) : Exception(message);
