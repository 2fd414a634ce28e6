using CouponAdmin.Core.Coupons;
using CouponAdmin.Core.Database;
using CouponAdmin.Web.Http;

namespace CouponAdmin.Web.Accounts;

/// <summary>The key that programs' tokens are signed with: the setting, else one that all instances share in the database.</summary>
internal sealed class SigningKey(IConfiguration configuration, SecretVault vault)
{
    /// <summary>The key that programs' tokens are signed with: base64, 32 bytes or more; empty: generated once and kept in the database.</summary>
    public const string Setting = "Authentication:Jwt:SigningKey";

    /// <summary>The key before this one: tokens signed with it are believed too, until they expire, so that a key can be changed without a gap.</summary>
    public const string PreviousSetting = "Authentication:Jwt:PreviousSigningKey";

    /// <summary>HS256 asks for at least as many bits as its hash (RFC 7518, section 3.2).</summary>
    public const int BytesMin = 32;

    private const string SecretName = "token-signing";
    private byte[]? _key;
    private KeyedHash? _hash;
    private KeyedHash? _previousHash;

    /// <summary>The key; <see cref="LoadAsync"/> comes first.</summary>
    public byte[] Value => _key ?? throw new InvalidOperationException("The signing key is loaded at the start, before the first token is judged.");

    /// <summary>The key before; null when none is set.</summary>
    public byte[]? Previous { get; } = string.IsNullOrWhiteSpace(configuration[PreviousSetting]) ? null : Parse(PreviousSetting, configuration[PreviousSetting]!);

    /// <summary>Hashes with <see cref="Value"/>.</summary>
    public KeyedHash Hash => _hash ??= new KeyedHash(Value);

    /// <summary>Hashes with <see cref="Previous"/>; null when none is set.</summary>
    public KeyedHash? PreviousHash => Previous is null ? null : _previousHash ??= new KeyedHash(Previous);

    /// <exception cref="SettingException">The setting is no base64, or too short.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        string? setting = configuration[Setting];
        _key = string.IsNullOrWhiteSpace(setting) ? await vault.GetOrCreateAsync(SecretName, cancellationToken) : Parse(Setting, setting);
    }

    private static byte[] Parse(string name, string setting)
    {
        byte[] key = new byte[setting.Length];
        if (!Convert.TryFromBase64String(setting, key, out int length) || length < BytesMin)
        {
            throw new SettingException($"{name} must be base64 of at least {BytesMin} bytes.");
        }

        return key[..length];
    }
}
