using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CouponAdmin.Core.Database;
using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Web.Accounts;

/// <summary>Settings <c>DataProtection:*</c>: the certificate that the keys of cookies and forms are encrypted with in the database.</summary>
internal sealed class KeyRingOptions
{
    public const string Section = "DataProtection";

    /// <summary>A PKCS #12 file with an RSA key; empty: the keys stand in the database in the clear.</summary>
    public string CertificatePath { get; set; } = "";

    /// <summary>The password of that file.</summary>
    public string CertificatePassword { get; set; } = "";

    /// <summary>Certificates before this one: what they encrypted can still be read.</summary>
    public List<OlderCertificate> Older { get; set; } = [];

    public bool IsEncrypted => CertificatePath.Length > 0;

    /// <summary>One of them.</summary>
    public sealed class OlderCertificate
    {
        /// <summary>A certificate that was in use before: what it encrypted can still be read.</summary>
        public string Path { get; set; } = "";

        /// <summary>The password of that file.</summary>
        public string Password { get; set; } = "";
    }
}

/// <summary>The keys that protect cookies and forms: shared by all instances through the database, encrypted there by a certificate that the database hasn't.</summary>
internal static partial class KeyRing
{
    private const string Application = "coupon-admin";

    /// <summary>How the framework writes a key that isn't encrypted.</summary>
    private const string InTheClear = "<masterKey";

    /// <summary>The framework's own life of a key.</summary>
    private static readonly TimeSpan KeyLife = TimeSpan.FromDays(90);

    /// <exception cref="SettingException">A file can't be read with its password, or holds no RSA key.</exception>
    public static void AddKeyRing(this WebApplicationBuilder builder)
    {
        KeyRingOptions options = CouponSettings.Bind<KeyRingOptions>(builder.Configuration, KeyRingOptions.Section);
        IDataProtectionBuilder keys = builder.Services.AddSingleton(options).AddDataProtection().SetApplicationName(Application).PersistKeysToDbContext<CouponDbContext>();
        if (options.IsEncrypted)
        {
            keys.ProtectKeysWithCertificate(Open(nameof(KeyRingOptions.CertificatePath), options.CertificatePath, options.CertificatePassword))
                .UnprotectKeysWithAnyCertificate([.. options.Older.Select((older, i) => Open($"{nameof(KeyRingOptions.Older)}:{i}:Path", older.Path, older.Password))]);
        }
    }

    /// <summary>At the start: keys from before the certificate stop being used for what is new, and whoever reads the log learns what stands in the clear.</summary>
    public static async Task CheckKeyRingAsync(this WebApplication app)
    {
        KeyRingOptions options = app.Services.GetRequiredService<KeyRingOptions>();
        if (!options.IsEncrypted)
        {
            if (!app.Environment.IsDevelopment())
            {
                LogInTheClear(app.Logger);
            }

            return;
        }

        await using CouponDbContext db = await app.Services.GetRequiredService<IDbContextFactory<CouponDbContext>>().CreateDbContextAsync(app.Lifetime.ApplicationStopping);
        string?[] rows = await db.DataProtectionKeys.AsNoTracking().Select(key => key.Xml).ToArrayAsync(app.Lifetime.ApplicationStopping);
        int inTheClear = rows.Count(row => row?.Contains(InTheClear, StringComparison.Ordinal) == true);
        if (inTheClear > 0 && inTheClear == rows.Length)
        {
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            app.Services.GetRequiredService<IKeyManager>().CreateNewKey(now, now + KeyLife);
        }

        if (inTheClear > 0)
        {
            LogOlder(app.Logger, inTheClear);
        }
    }

    private static X509Certificate2 Open(string setting, string path, string password)
    {
        string name = $"{KeyRingOptions.Section}:{setting}";
        try
        {
            X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12FromFile(path, password, X509KeyStorageFlags.EphemeralKeySet);
            using RSA? key = certificate.GetRSAPrivateKey();
            return key is not null ? certificate : throw new SettingException($"{name}: {path} holds no RSA key.");
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"{name}: {path} can't be read with its password: {e.Message}", e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The keys of sessions stand in the database in the clear: whoever reads it, or a backup, can make a cookie for anybody. Set DataProtection:CertificatePath.")]
    private static partial void LogInTheClear(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} keys from before the certificate stand in the database in the clear and are still believed. Delete their rows in DataProtectionKeys to end the sessions that they protect.")]
    private static partial void LogOlder(ILogger logger, int count);
}
