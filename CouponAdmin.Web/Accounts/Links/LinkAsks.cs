using System.Net;
using CouponAdmin.Core.Issuance.Tally;
using CouponAdmin.Core.Operators;
using CouponAdmin.Web.Mail;

namespace CouponAdmin.Web.Accounts.Links;

/// <summary>How often links are asked for, in this instance's memory: for one address, so that nobody's mailbox is filled, and from one network address, so that nobody writes to everybody.</summary>
internal sealed class LinkAsks(MailOptions options, EmailNormalizer addresses, TimeProvider time)
{
    /// <summary>The time that <see cref="MailOptions.AsksPerAddressPerHour"/> and <see cref="MailOptions.AsksPerSourcePerHour"/> count in, from the first ask.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromHours(1);

    /// <summary>Names that are remembered at most, of each kind; with one more the oldest is forgotten.</summary>
    public const int NamesMax = 20_000;

    private readonly AskCount _byAddress = new(options.AsksPerAddressPerHour, time);
    private readonly AskCount _bySource = new(options.AsksPerSourcePerHour, time);

    /// <summary>One more from this network address; false when there were too many.</summary>
    public bool AllowsSource(IPAddress? source) => _bySource.Allows(NetworkAddress.Of(source));

    /// <summary>One more for this address, whether or not anybody has it; false when there were too many.</summary>
    public bool AllowsAddress(string email) => _byAddress.Allows(addresses.NormalizeEmail(email)!);

    private sealed class AskCount(int most, TimeProvider time)
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<string, (DateTimeOffset Begun, int Count)> _asked = new(StringComparer.Ordinal);
        private readonly Queue<(string Name, DateTimeOffset Begun)> _inOrder = [];

        public bool Allows(string name)
        {
            DateTimeOffset now = time.GetUtcNow();
            lock (_lock)
            {
                while (_inOrder.TryPeek(out (string Name, DateTimeOffset Begun) oldest) && (oldest.Begun + Within <= now || _inOrder.Count >= NamesMax))
                {
                    _inOrder.Dequeue();
                    _asked.Remove(oldest.Name);
                }

                if (!_asked.TryGetValue(name, out (DateTimeOffset Begun, int Count) asked))
                {
                    asked = (now, 0);
                    _inOrder.Enqueue((name, now));
                }

                _asked[name] = (asked.Begun, Math.Min(asked.Count + 1, most + 1));
                return asked.Count < most;
            }
        }
    }
}
