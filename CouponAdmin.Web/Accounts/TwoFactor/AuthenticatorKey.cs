using System.Text;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Web.Accounts.TwoFactor;

/// <summary>A key for an authenticator app, as a picture to scan and as letters to type.</summary>
internal static class AuthenticatorKey
{
    private const string Product = "CouponAdmin";
    private const int GroupLetters = 4;

    /// <summary>The key in groups, as it is easier to type.</summary>
    public static string Grouped(string key) => string.Join(' ', key.Chunk(GroupLetters).Select(group => new string(group))).ToLowerInvariant();

    /// <summary>A picture inside the page: an address of its own would put the key into a log.</summary>
    public static string Picture(string key, string email) => $"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(QrPicture.Draw(AddressOf(key, email))))}";

    /// <summary>The address that apps read: https://github.com/google/google-authenticator/wiki/Key-Uri-Format.</summary>
    private static string AddressOf(string key, string email) => $"otpauth://totp/{Product}:{Uri.EscapeDataString(email)}?secret={key}&issuer={Product}&digits=6";
}
