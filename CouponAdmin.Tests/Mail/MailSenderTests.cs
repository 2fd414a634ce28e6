using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Mail;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using SmtpServer.Protocol;

namespace CouponAdmin.Tests.Mail;

/// <summary>Mails against a real server: those that come through, those that come later, and those that never will.</summary>
public sealed class MailSenderTests
{
    private const string Address = "kim@example.com";
    private const string Secret = "the-secret-of-the-link";

    [Fact]
    public async Task Mail_WhenTheServerTakesIt_HasBothFormsAndNoMarkupOfItsOwn()
    {
        await using MailServer server = MailServer.Start();
        await using Office office = await Office.OpenAsync(server.Port);
        office.Post(new Letter(Address, "제목 <b>", ["<script>&"], $"https://coupons.example.com/reset-password#{Secret}", ["끝"]));

        MimeMessage mail = await server.NextAsync(Address, "제목");

        Assert.Equal("제목 <b>", mail.Subject);
        Assert.Contains("<script>&", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("<p>&lt;script&gt;&amp;</p>", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"https://coupons.example.com/reset-password#{Secret}\">", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Equal("auto-generated", mail.Headers[HeaderId.AutoSubmitted]);
        Assert.EndsWith("@example.com", mail.MessageId, StringComparison.Ordinal);
        await Eventually.HoldsAsync(() => (office.Report.Sent, office.Queue.Waiting), state => state == (1, 0));
        Assert.True(office.Report.IsWell);
    }

    [Theory]
    [InlineData("o'brien@example.com"), InlineData("한글@example.com"), InlineData("kim@한글.example")]
    public async Task Mail_WhenItsAddressHasSignsOrLettersBeyondAscii_ArrivesOrIsToldAsRefused(string address)
    {
        await using MailServer server = MailServer.Start();
        await using Office office = await Office.OpenAsync(server.Port);
        office.Post(new Letter(address, "Subject", ["Text"], null, []));
        await Eventually.HoldsAsync(() => office.Report.Sent + office.Report.Lost, ended => ended == 1);
        Assert.True(office.Report.Sent == 1 || office.Report.Last!.Fault == MailFault.Refused);
        Assert.InRange(office.Failures, 0, 1);
    }

    [Fact]
    public async Task Mail_WhenTheServerIsBusy_ComesLaterAndTheOthersAreNotHeldUp()
    {
        await using MailServer server = MailServer.Start();
        await using Office office = await Office.OpenAsync(server.Port);
        server.AnswerNext(SmtpReplyCode.Aborted);
        office.Post(new Letter(Address, "late", ["Text"], null, []));
        await Eventually.HoldsAsync(() => office.Report.Last?.Fault, fault => fault == MailFault.RefusedForNow);
        Assert.False(office.Report.IsWell);
        office.Post(new Letter(Address, "second", ["Text"], null, []));
        await server.NextAsync(Address, "second");
        Assert.Empty(server.To(Address, "late"));

        await office.PassAsync(() => server.To(Address, "late").Count == 1);

        await Eventually.HoldsAsync(() => (office.Report.Sent, office.Report.Lost), counted => counted == (2, 0));
        Assert.True(office.Report.IsWell);
    }

    [Fact]
    public async Task Mail_WhenTheServerRefusesTheAddress_IsNotTriedAgain()
    {
        await using MailServer server = MailServer.Start();
        await using Office office = await Office.OpenAsync(server.Port);
        server.AnswerNext(SmtpReplyCode.MailboxUnavailable);
        office.Post(new Letter(Address, "refused", ["Text"], $"https://c.example/#{Secret}", []));

        await Eventually.HoldsAsync(() => office.Report.Lost, lost => lost == 1);

        Assert.Equal((MailFault.Refused, 1, 0), (office.Report.Last!.Fault, office.Failures, office.Queue.Waiting));
        AssertSilent(office);
    }

    [Fact]
    public async Task Mail_WhenNoServerIsThere_IsGivenUpAfterTheLastTry()
    {
        await using Office office = await Office.OpenAsync(LoopbackPorts.Take());
        office.Post(new Letter(Address, "lost", ["Text"], $"https://c.example/#{Secret}", []));

        await office.PassAsync(() => office.Report.Lost == 1);

        Assert.Equal((MailFault.Unreachable, MailSender.TriesMax, 0), (office.Report.Last!.Fault, office.Failures, office.Queue.Waiting));
        Assert.True(MailSender.Pauses.Count == MailSender.TriesMax - 1, "A pause between each two tries.");
        AssertSilent(office);
    }

    [Theory]
    [InlineData("StartTls", "", "NotSecure")]
    [InlineData("None", "wrong", "NotLetIn")]
    public async Task Mail_WhenTheWayIsNotSafeOrThePasswordWrong_IsNotSent(string security, string password, string fault)
    {
        await using MailServer server = MailServer.Start(password.Length > 0 ? "right" : null);
        await using Office office = await Office.OpenAsync(server.Port, Enum.Parse<MailSecurity>(security), password);
        office.Post(new Letter(Address, "never", ["Text"], null, []));

        await Eventually.HoldsAsync(() => office.Report.Last?.Fault.ToString(), seen => seen == fault);

        Assert.Equal(0, server.Tries);
        AssertSilent(office);
    }

    [Fact]
    public async Task Mail_WhenThePasswordIsRight_IsSent()
    {
        await using MailServer server = MailServer.Start("right");
        await using Office office = await Office.OpenAsync(server.Port, MailSecurity.None, "right");
        office.Post(new Letter(Address, "with a password", ["Text"], null, []));
        await server.NextAsync(Address, "with a password");
    }

    [Fact]
    public void Queue_WhenItIsFull_LosesTheNextAndSaysSo()
    {
        MailOptions options = new() { Host = "h" };
        MailReport report = new(TimeProvider.System);
        MailQueue queue = new(options, report);
        for (int i = 0; i < MailQueue.MailsMax + 1; i++)
        {
            queue.Post("test", (_, _) => Task.FromResult<Letter?>(null));
        }

        Assert.Equal((MailQueue.MailsMax, 1L, MailFault.TooMany), (queue.Waiting, report.Lost, report.Last!.Fault));
    }

    // What anybody reads in the log: no address, no secret.
    private static void AssertSilent(Office office)
    {
        Assert.NotEmpty(office.Lines);
        Assert.DoesNotContain(office.Lines, line => line.Contains(Address, StringComparison.Ordinal) || line.Contains(Secret, StringComparison.Ordinal) || line.Contains("wrong", StringComparison.Ordinal));
    }

    /// <summary>A sender with a clock of the test's own.</summary>
    private sealed class Office : ILoggerProvider, ILogger, IAsyncDisposable
    {
        private readonly FakeTimeProvider _time = new();
        private readonly ServiceProvider _services;
        private readonly List<string> _log = [];
        private readonly MailSender _sender;

        private Office(MailOptions options)
        {
            Report = new MailReport(_time);
            Queue = new MailQueue(options, Report);
            _services = new ServiceCollection().AddLogging(logging => logging.AddProvider(this)).BuildServiceProvider();
            _sender = new MailSender(
                options, Queue, Report, _services.GetRequiredService<IServiceScopeFactory>(), _time, _services.GetRequiredService<ILogger<MailSender>>());
        }

        public MailReport Report { get; }

        public MailQueue Queue { get; }

        /// <summary>Tries that failed, by the log: one line for each.</summary>
        public int Failures => Lines.Count;

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (_log)
                {
                    return [.. _log];
                }
            }
        }

        public static async Task<Office> OpenAsync(int port, MailSecurity security = MailSecurity.None, string password = "")
        {
            Office office = new(new MailOptions
            {
                Host = "127.0.0.1", Port = port, Security = security, From = "no-reply@example.com", User = password.Length > 0 ? "app" : "", Password = password,
            });
            await office._sender.StartAsync(CancellationToken.None);
            return office;
        }

        public void Post(Letter letter) => Queue.Post("test", (_, _) => Task.FromResult<Letter?>(letter));

        /// <summary>Lets time pass until something is so.</summary>
        public Task<bool> PassAsync(Func<bool> isSo) => Eventually.HoldsAsync(
            () =>
            {
                _time.Advance(MailSender.Pauses[^1]);
                return isSo();
            },
            so => so);

        public async ValueTask DisposeAsync()
        {
            await _sender.StopAsync(CancellationToken.None);
            _sender.Dispose();
            await _services.DisposeAsync();
        }

        public void Dispose()
        {
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_log)
            {
                _log.Add(formatter(state, exception) + exception);
            }
        }
    }
}
