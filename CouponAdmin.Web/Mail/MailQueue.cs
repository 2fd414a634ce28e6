using System.Globalization;
using System.Threading.Channels;

namespace CouponAdmin.Web.Mail;

/// <summary>A mail that is to be written and sent. It is written outside the request too, so that no answer's time tells whether there was anybody to write to.</summary>
/// <param name="What">The kind, for the log: never an address or a link.</param>
/// <param name="Culture">The language of the person who asked.</param>
/// <param name="WriteAsync">Writes it, with the services of a scope of its own; null: there is nobody to write to.</param>
internal sealed record MailOrder(string What, CultureInfo Culture, Func<IServiceProvider, CancellationToken, Task<Letter?>> WriteAsync)
{
    /// <summary>Kept between tries: a link's life begins once.</summary>
    public Letter? Letter { get; set; }

    public int Tries { get; set; }
}

/// <summary>Mails that wait, in the memory of this instance: what hasn't gone out when the process ends is lost, and people ask again.</summary>
internal sealed class MailQueue(MailOptions options, MailReport report)
{
    /// <summary>Mails that wait at once, for their turn or for another try.</summary>
    public const int MailsMax = 10_000;

    private readonly Channel<MailOrder> _orders = Channel.CreateUnbounded<MailOrder>(new UnboundedChannelOptions { SingleReader = true });
    private int _waiting;

    public int Waiting => Volatile.Read(ref _waiting);

    public ChannelReader<MailOrder> Orders => _orders.Reader;

    /// <summary>Takes an order and never waits. Without a mail server nothing is taken; one more than <see cref="MailsMax"/> is lost, which the system page shows.</summary>
    public void Post(string what, Func<IServiceProvider, CancellationToken, Task<Letter?>> write)
    {
        if (!options.IsOn)
        {
            return;
        }

        if (Interlocked.Increment(ref _waiting) > MailsMax)
        {
            Done();
            report.NoteLost(MailFault.TooMany);
            return;
        }

        _orders.Writer.TryWrite(new MailOrder(what, CultureInfo.CurrentUICulture, write));
    }

    /// <summary>For another try: it has its place already.</summary>
    public void Return(MailOrder order) => _orders.Writer.TryWrite(order);

    /// <summary>Sent, or given up.</summary>
    public void Done() => Interlocked.Decrement(ref _waiting);
}
