using System.Security.Cryptography;
using System.Text;
using CouponAdmin.Core.Store;
using Microsoft.AspNetCore.DataProtection;
using StandardWebhooks;

namespace CouponAdmin.Core.Webhooks;

/// <summary>Signing secrets: made here, shown once, kept protected by the key ring, and read for each signature.</summary>
public sealed class SigningSecrets(IDataProtectionProvider protection)
{
    /// <summary>What every secret begins with, by the Standard Webhooks scheme.</summary>
    public const string Mark = "whsec_";

    private const int SecretBytes = 32;
    private readonly IDataProtector _protector = protection.CreateProtector("CouponAdmin.Webhooks.SigningSecret");

    internal static string Make() => Mark + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));

    internal byte[] Protect(string secret) => _protector.Protect(Encoding.UTF8.GetBytes(secret));

    /// <summary>The value of <c>webhook-signature</c>: one signature for each secret that is good at this moment.</summary>
    /// <exception cref="CryptographicException">The key that protected a secret is gone.</exception>
    internal string Sign(Webhook webhook, string messageId, DateTimeOffset at, string body, StoreTime now)
    {
        string signature = Sign(webhook.Secret, messageId, at, body);
        // The old one first: some libraries look at the first signature alone, and their receivers go on until they change over.
        return webhook.HasOldSecretAt(now) ? $"{Sign(webhook.OldSecret!, messageId, at, body)} {signature}" : signature;
    }

    private string Sign(byte[] secret, string messageId, DateTimeOffset at, string body) =>
        new StandardWebhook(Encoding.UTF8.GetString(_protector.Unprotect(secret))).Sign(messageId, at, body);
}
