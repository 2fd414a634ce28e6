using CouponAdmin.Core.Operators;
using CouponAdmin.Web.Http;

namespace CouponAdmin.Web.Accounts.Outside;

/// <summary>Settings <c>Oidc:*</c>: an authority outside (OpenID Connect) that says who people and programs are, beside our own accounts and tokens.</summary>
internal sealed class OidcOptions
{
    public const string Section = "Oidc";

    /// <summary>Its issuer address; empty: there is none.</summary>
    public string Authority { get; set; } = "";

    /// <summary>What programs' tokens must be made for; empty: no tokens of the authority are taken.</summary>
    public string Audience { get; set; } = "";

    /// <summary>As which client people are sent to the authority; empty: no button on the sign-in page.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The secret of that client at the authority.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>The name on the button.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>The claim that says somebody's role; empty: the authority gives no roles.</summary>
    public string RoleClaim { get; set; } = "";

    /// <summary>Which values of that claim, separated by commas, stand for which of our roles.</summary>
    public Dictionary<string, string> Roles { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    public bool TakesTokens => Authority.Length > 0 && Audience.Length > 0;

    public bool TakesPeople => Authority.Length > 0 && ClientId.Length > 0;

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="SettingException">Names the setting and the rule.</exception>
    public static OidcOptions Read(IConfiguration configuration, IHostEnvironment host)
    {
        OidcOptions options = CouponSettings.Bind<OidcOptions>(configuration, Section);
        if (options.Authority.Length == 0)
        {
            return options.Audience.Length + options.ClientId.Length == 0 ? options : throw new SettingException("Oidc:Authority is missing, so Oidc:Audience and Oidc:ClientId mean nothing.");
        }

        // Keys fetched over plain http are whoever's stands in between.
        bool isSafe = Uri.TryCreate(options.Authority, UriKind.Absolute, out Uri? address)
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback && host.IsDevelopment()));
        if (!isSafe)
        {
            throw new SettingException("Oidc:Authority must be an https address.");
        }

        // A program that people sign in to gets tokens about them too, made for itself: they must not open our interface.
        if (options.TakesTokens && options.TakesPeople && options.Audience == options.ClientId)
        {
            throw new SettingException("Oidc:Audience and Oidc:ClientId must differ: a token that proves a sign-in is no token for the interface.");
        }

        return options.Roles.Keys.FirstOrDefault(role => !AccountRules.IsRole(role)) is { } unknown
            ? throw new SettingException($"Oidc:Roles:{unknown}: there is no such role. The roles are {string.Join(", ", Core.Operators.Roles.All)}.")
            : options;
    }
}
