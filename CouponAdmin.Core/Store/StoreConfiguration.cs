using StackExchange.Redis;

namespace CouponAdmin.Core.Store;

/// <summary>Reads <c>ConnectionStrings:Redis</c> the same way for every connection of the product.</summary>
internal static class StoreConfiguration
{
    /// <summary>The user that a password alone belongs to, on a server and on a Sentinel.</summary>
    private const string DefaultUser = "default";

    /// <param name="configuration">In StackExchange.Redis's format.</param>
    /// <param name="certificateAuthority">A PEM file that signs the servers' certificates; empty: the system's own authorities.</param>
    public static ConfigurationOptions Parse(string configuration, string certificateAuthority = "")
    {
        ConfigurationOptions options = ConfigurationOptions.Parse(configuration);

        // The library would send the store's user with the Sentinels' password, which no Sentinel knows. Its properties don't tell what was given from what they fall back to.
        if (Gives("sentinelPassword") && !Gives("sentinelUser"))
        {
            options.SentinelUser = DefaultUser;
        }

        // Two conveniences of the library that no part of the product uses, and that reach outside of coupon:*, where the user may have no rights.
        (options.TieBreaker, options.ConfigurationChannel) = ("", "");
        if (certificateAuthority.Length > 0)
        {
            options.TrustIssuer(certificateAuthority);
        }

        return options;

        bool Gives(string option) => configuration.Split(',').Any(part => part.TrimStart().StartsWith($"{option}=", StringComparison.OrdinalIgnoreCase));
    }
}
