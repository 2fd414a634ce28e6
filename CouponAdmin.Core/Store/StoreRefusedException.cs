using System.Diagnostics.CodeAnalysis;

namespace CouponAdmin.Core.Store;

/// <summary>The store answers, but this instance must not, or may not, sell from it. The message is meant for the person who started it.</summary>
[SuppressMessage("Roslynator", "RCS1194", Justification = "Without a sentence there is nothing to say.")]
public sealed class StoreRefusedException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The store's own words for a password or a right that is missing (redis.io/docs/latest/operate/oss_and_stack/management/security/acl).</summary>
    private static readonly string[] Denials = ["NOAUTH", "WRONGPASS", "NOPERM"];

    /// <summary>The store answers, and doesn't let us in: neither away nor busy.</summary>
    internal static bool IsDenial(Exception refusal) => SaidBy(refusal) is not null;

    /// <summary>The sentence for a denial.</summary>
    internal static StoreRefusedException Of(Exception denial, string address) => new(SaidBy(denial) switch
    {
        "NOPERM" => $"The store at {address} answers, but its user may not do what a sale needs (NOPERM): give the user of ConnectionStrings:Redis all commands on the keys and channels coupon:*.",
        "NOAUTH" => $"The store at {address} answers, but it asks for a password (NOAUTH), and ConnectionStrings:Redis has none.",
        _ => $"The store at {address} answers, but it refuses the password (WRONGPASS): check user and password in ConnectionStrings:Redis.",
    }, denial);

    private static string? SaidBy(Exception refusal) => Array.Find(Denials, denial => refusal.ToString().Contains(denial, StringComparison.Ordinal));
}
