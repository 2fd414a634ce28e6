using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace CouponAdmin.Web.Mail;

/// <summary>The connection to the mail server: opened for the first mail, kept for those behind it. Nothing that is said on it is logged.</summary>
internal sealed class SmtpLine(MailOptions options) : IDisposable
{
    /// <summary>How long one mail may take, with the connection.</summary>
    public static readonly TimeSpan SendWithin = TimeSpan.FromSeconds(30);

    private SmtpClient? _client;

    /// <exception cref="LetterRefusedException">The address can't be written to by this server.</exception>
    public async Task SendAsync(Letter letter, CancellationToken cancellationToken)
    {
        if (!MailboxAddress.TryParse(letter.To, out MailboxAddress? to))
        {
            throw new LetterRefusedException("The address is none that mail can be sent to.");
        }

        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(SendWithin);
        SmtpClient client = await OpenAsync(patience.Token);
        bool takesAllLetters = client.Capabilities.HasFlag(SmtpCapabilities.UTF8);
        if (!takesAllLetters && to.LocalPart.AsSpan().ContainsAnyExceptInRange('\0', '\u007f'))
        {
            throw new LetterRefusedException("The server takes no address with letters beyond ASCII (RFC 6531).");
        }

        MailboxAddress from = MailboxAddress.Parse(options.From);
        using MimeMessage message = letter.ToMessage(from, to);
        FormatOptions format = FormatOptions.Default.Clone();
        format.International = takesAllLetters;
        await client.SendAsync(format, message, from, [to], patience.Token);
    }

    /// <summary>Ends the connection politely, as nothing waits.</summary>
    public async Task HangUpAsync(CancellationToken cancellationToken)
    {
        if (_client is { IsConnected: true })
        {
            using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(SendWithin);
            await _client.DisconnectAsync(quit: true, patience.Token);
        }

        Dispose();
    }

    /// <summary>Drops it: after a fault nobody knows what the server has heard.</summary>
    public void Dispose()
    {
        _client?.Dispose();
        _client = null;
    }

    private async Task<SmtpClient> OpenAsync(CancellationToken cancellationToken)
    {
        if (_client is { IsConnected: true })
        {
            return _client;
        }

        Dispose();
        SmtpClient client = _client = new SmtpClient();
        await client.ConnectAsync(options.Host, options.PortInForce, Of(options.Security), cancellationToken);
        if (options.User.Length > 0)
        {
            await client.AuthenticateAsync(options.User, options.Password, cancellationToken);
        }

        return client;
    }

    // Never "when available": who stands in between would take the offer away.
    private static SecureSocketOptions Of(MailSecurity security) => security switch
    {
        MailSecurity.None => SecureSocketOptions.None,
        MailSecurity.StartTls => SecureSocketOptions.StartTls,
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
    };
}
