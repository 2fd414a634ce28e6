using System.ComponentModel.DataAnnotations;
using CouponAdmin.Core.Operators;
using CouponAdmin.Web.Http;
using MimeKit;

namespace CouponAdmin.Web.Mail;

/// <summary>How the way to the mail server is protected.</summary>
internal enum MailSecurity
{
    /// <summary>Not at all: for a server on the same machine or a network of one's own.</summary>
    None,

    /// <summary>Begun in the clear and encrypted before anything is said (RFC 3207); a server that can't is refused.</summary>
    StartTls,

    /// <summary>Encrypted from the first byte (RFC 8314).</summary>
    Tls,
}

/// <summary>Settings <c>Mail:*</c>: the server that mails go out by, and the address that links in them lead to. Without <c>Mail:Host</c> the product sends none.</summary>
internal sealed class MailOptions
{
    public const string Section = "Mail";

    /// <summary>The SMTP server; empty: no mail is sent, and administrators make one-time links.</summary>
    public string Host { get; set; } = "";

    /// <summary>0: the usual one, 587 for StartTls, 465 for Tls, 25 for None.</summary>
    [Range(0, 65_535)]
    public int Port { get; set; }

    /// <summary>How the way to the server is protected: <c>StartTls</c>, <c>Tls</c> or <c>None</c>.</summary>
    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    /// <summary>The account at the server; empty: none is needed.</summary>
    public string User { get; set; } = "";

    /// <summary>Its password.</summary>
    public string Password { get; set; } = "";

    /// <summary>Who the mails are from: an address, or <c>Name &lt;address&gt;</c>.</summary>
    public string From { get; set; } = "";

    /// <summary>Where people reach this product, such as <c>https://coupons.example.com</c>. Never taken from a request: whoever sends one chooses its Host.</summary>
    public string PublicAddress { get; set; } = "";

    /// <summary>Whom members ask when nothing else helps, such as an address or a telephone number; shown on the page.</summary>
    [MaxLength(200)]
    public string Contact { get; set; } = "";

    /// <summary>Links that one address can ask for in an hour.</summary>
    [Range(1, 1_000)]
    public int AsksPerAddressPerHour { get; set; } = 3;

    /// <summary>Links that one network address can ask for in an hour, for itself and others: a telephone company's subscribers share one.</summary>
    [Range(1, 100_000)]
    public int AsksPerSourcePerHour { get; set; } = 60;

    public bool IsOn => Host.Length > 0;

    public int PortInForce => Port > 0 ? Port : Security switch
    {
        MailSecurity.None => 25,
        MailSecurity.StartTls => 587,
        MailSecurity.Tls => 465,
    };

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="SettingException">Names the setting and the rule; never a secret.</exception>
    public static MailOptions Read(IConfiguration configuration, IHostEnvironment host)
    {
        MailOptions options = CouponSettings.Bind<MailOptions>(configuration, Section);
        return options.Problem(host.IsDevelopment()) is { } problem ? throw new SettingException(problem) : options;
    }

    // In the order in which somebody fills them in.
    private string? Problem(bool isDevelopment)
    {
        if (PublicAddress.Length > 0 && !IsPublic(PublicAddress, isDevelopment))
        {
            return "Mail:PublicAddress must be the https address that people reach this product by, without a path, such as https://coupons.example.com.";
        }

        if (!IsOn)
        {
            return User.Length + Password.Length + From.Length > 0 ? "Mail:Host is missing, so Mail:User, Mail:Password and Mail:From mean nothing." : null;
        }

        if (!MailboxAddress.TryParse(From, out MailboxAddress? from) || !EmailRules.IsEmail(from.Address))
        {
            return "Mail:From must be the address that mails are sent from, such as no-reply@example.com, because Mail:Host is set.";
        }

        if (PublicAddress.Length == 0)
        {
            return "Mail:PublicAddress is missing: links in mails need the address that people reach this product by, such as https://coupons.example.com.";
        }

        if (User.Length == 0 != (Password.Length == 0))
        {
            return "Mail:User and Mail:Password belong together: set both, or neither.";
        }

        return Password.Length > 0 && Security == MailSecurity.None && !IsLoopback(Host)
            ? "Mail:Security is None, so Mail:Password would travel in the clear. Set StartTls or Tls."
            : null;
    }

    private static bool IsPublic(string text, bool isDevelopment) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
        && address is { PathAndQuery: "/", Fragment.Length: 0, UserInfo.Length: 0 }
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && (address.IsLoopback || isDevelopment)));

    private static bool IsLoopback(string host) => Uri.TryCreate($"smtp://{host}", UriKind.Absolute, out Uri? address) && address.IsLoopback;
}
