using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace CouponAdmin.Tests.Fixtures;

/// <summary>A mail server in this process: keeps what it takes, and refuses what a test tells it to.</summary>
internal sealed class MailServer : MessageStore, IAsyncDisposable
{
    private readonly ConcurrentQueue<MimeMessage> _taken = [];
    private readonly ConcurrentQueue<SmtpResponse> _answers = [];
    private readonly SmtpServer.SmtpServer _server;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _running;

    private MailServer(string? password)
    {
        Port = LoopbackPorts.Take();
        SmtpServer.ComponentModel.ServiceProvider services = new();
        services.Add((IMessageStore)this);
        services.Add((IUserAuthenticator)new DelegatingUserAuthenticator((_, given) => given == password));
        ISmtpServerOptions options = new SmtpServerOptionsBuilder().ServerName("localhost").Endpoint(endpoint => endpoint
            .Endpoint(new IPEndPoint(IPAddress.Loopback, Port)).AuthenticationRequired(password is not null).AllowUnsecureAuthentication(true)).Build();
        _server = new SmtpServer.SmtpServer(options, services);
        _running = _server.StartAsync(_end.Token);
    }

    public int Port { get; }

    /// <summary>All that was taken, in order.</summary>
    public IReadOnlyList<MimeMessage> Taken => [.. _taken];

    /// <summary>How often somebody tried to hand a mail over.</summary>
    public int Tries { get; private set; }

    /// <param name="password">What must be shown first; null: anybody may send.</param>
    public static MailServer Start(string? password = null) => new(password);

    /// <summary>Settings of an application that sends by this server, by the names of environment variables.</summary>
    public (string Name, string Value)[] Settings(string publicAddress) =>
    [
        ("Mail__Host", "127.0.0.1"), ("Mail__Port", Port.ToString(CultureInfo.InvariantCulture)), ("Mail__Security", "None"), ("Mail__From", "CouponAdmin <no-reply@example.com>"),
        ("Mail__PublicAddress", publicAddress), ("Mail__AsksPerSourcePerHour", "1000"),
    ];

    /// <summary>Answers the next mail so, instead of taking it.</summary>
    public void AnswerNext(SmtpReplyCode code) => _answers.Enqueue(new SmtpResponse(code, "as the test wants it"));

    /// <summary>Waits for the mail of this subject to this address, the <paramref name="count"/>th of them.</summary>
    public async Task<MimeMessage> NextAsync(string address, string subject, int count = 1) =>
        (await Eventually.HoldsAsync(() => To(address, subject), found => found.Count >= count))[count - 1];

    public IReadOnlyList<MimeMessage> To(string address, string subject) =>
        [.. _taken.Where(mail => mail.To.Mailboxes.Single().Address == address && mail.Subject!.Contains(subject, StringComparison.Ordinal))];

    /// <summary>The secret behind the link of a mail.</summary>
    public static string CodeIn(MimeMessage mail) => new Uri(LinkIn(mail)).Fragment[1..];

    public static string LinkIn(MimeMessage mail) =>
        Assert.Single(mail.TextBody!.Split('\n', StringSplitOptions.TrimEntries), line => line.StartsWith("http", StringComparison.Ordinal));

    public override async Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
    {
        Tries++;
        if (_answers.TryDequeue(out SmtpResponse? answer))
        {
            return answer;
        }

        using MemoryStream bytes = new(buffer.ToArray());
        _taken.Enqueue(await MimeMessage.LoadAsync(bytes, cancellationToken));
        return SmtpResponse.Ok;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }
}
