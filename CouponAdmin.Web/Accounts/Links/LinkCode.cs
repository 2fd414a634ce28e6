using System.Text;
using CouponAdmin.Core.Issuance;
using Microsoft.AspNetCore.WebUtilities;

namespace CouponAdmin.Web.Accounts.Links;

/// <summary>The secret of a link as it travels: which kind, whose, and the token. It stands behind the address's <c>#</c>, which browsers send to nobody: no log of a server or proxy has it, and no Referer.</summary>
/// <param name="Provider">The name of the token provider.</param>
/// <param name="AccountId">Whose.</param>
/// <param name="Token">What the provider made.</param>
internal sealed record LinkCode(string Provider, string AccountId, string Token)
{
    /// <summary>Longer ones are not looked at.</summary>
    public const int LengthMax = 2_048;

    public override string ToString() =>
        $"{(Provider == InviteTokens.ProviderName ? 'i' : 'r')}.{WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(AccountId))}.{Token.Replace('+', '-').Replace('/', '_').TrimEnd('=')}";

    /// <summary>Reads what somebody sent; null when it is none.</summary>
    public static LinkCode? Of(string? text)
    {
        if (text is not { Length: > 0 and <= LengthMax } || text.Trim().Split('.') is not [("r" or "i") and var kind, { Length: > 0 } id, { Length: > 0 } token])
        {
            return null;
        }

        try
        {
            string account = Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(id));
            string padded = token.Replace('-', '+').Replace('_', '/').PadRight((token.Length + 3) / 4 * 4, '=');
            return MemberId.IsValid(account) ? new LinkCode(kind == "i" ? InviteTokens.ProviderName : ResetTokens.ProviderName, account, padded) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
