using System.Diagnostics.CodeAnalysis;
using System.Security.Authentication;
using StackExchange.Redis;

namespace CouponAdmin.Core.Store;

/// <summary>The store answers, but this instance must not, or may not, sell from it. The message is meant for the person who started it.</summary>
[SuppressMessage("Roslynator", "RCS1194", Justification = "Without a sentence there is nothing to say.")]
public sealed class StoreRefusedException(string message, Exception? inner = null) : Exception(message, inner)
{
    private const string NoRights = "NOPERM";

    /// <summary>What the framework says of a certificate that it doesn't believe.</summary>
    private const string BadCertificate = "remote certificate";

    /// <summary>The store's own words for a password or a right that is missing (redis.io/docs/latest/operate/oss_and_stack/management/security/acl), and the framework's for TLS.</summary>
    private static readonly string[] Denials = ["WRONGPASS", "NOAUTH", NoRights, BadCertificate];

    /// <summary>The store answers, and doesn't let us in: neither away nor busy.</summary>
    internal static bool IsDenial(Exception refusal) => SaidBy(refusal.ToString()) is not null;

    /// <summary>The word for a denial in a client's text; null where there is none.</summary>
    internal static string? SaidBy(string text) => Array.Find(Denials, denial => text.Contains(denial, StringComparison.OrdinalIgnoreCase));

    /// <summary>The sentence for a denial.</summary>
    internal static StoreRefusedException Of(Exception denial, string address) => new(SaidBy(denial.ToString()) switch
    {
        NoRights => $"The store at {address} answers, but its user may not do what a sale needs (NOPERM{MissingBy(denial)}): give the user of ConnectionStrings:Redis the rights that docs/store.md lists.",
        "NOAUTH" => $"The store at {address} answers, but it asks for a password (NOAUTH), and ConnectionStrings:Redis has none.",
        BadCertificate =>
            $"The store at {address} answers, but its certificate is not believed ({CertificateFault(denial)}): "
            + $"name the authority that signed it in {StoreOptions.CertificateAuthoritySetting}, and the name in the certificate by sslHost= in ConnectionStrings:Redis if it differs from the address.",
        _ => $"The store at {address} answers, but it refuses the password (WRONGPASS): check user and password in ConnectionStrings:Redis, and sentinelUser and sentinelPassword where there are Sentinels.",
    }, denial);

    private static string MissingBy(Exception denial) =>
        denial is RedisConnectionException { Message: { } said } && said.StartsWith($"{NoRights} ", StringComparison.Ordinal) ? $": {said[(NoRights.Length + 1)..]}" : "";

    // The framework's last word, such as UntrustedRoot or RemoteCertificateNameMismatch.
    private static string CertificateFault(Exception denial)
    {
        string said = Inner(denial)?.Message ?? denial.Message;
        return said[(said.LastIndexOf(' ') + 1)..].TrimEnd('.');
    }

    private static AuthenticationException? Inner(Exception? denial) => denial as AuthenticationException ?? (denial is null ? null : Inner(denial.InnerException));
}
