using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.ApiClients;

/// <summary>A program that is known by name. It has a secret of its own, the scopes that it was given, and no role.</summary>
/// <remarks>Name, scopes and expiry are decided when it is made: a program that needs others is another client.</remarks>
public sealed class ApiClient
{
    /// <summary>Public: what the program is called in tokens and in the audit.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Written by <see cref="ApiScopes.Join"/>.</summary>
    public required string Scopes { get; init; }

    public StoreTime CreatedAt { get; init; }

    /// <summary>Null: until it is revoked.</summary>
    public StoreTime? ExpiresAt { get; init; }

    /// <summary>When it last exchanged its secret for a token, to the minute; null: never.</summary>
    public StoreTime? LastUsedAt { get; init; }

    public StoreTime? RevokedAt { get; set; }

    /// <summary>SHA-256 of the secret. It is random, so a slow hash would protect nothing more.</summary>
    public required byte[] SecretHash { get; set; }

    /// <summary>The beginning of the secret, by which people tell two apart.</summary>
    public required string SecretPrefix { get; set; }

    public StoreTime SecretMadeAt { get; set; }

    /// <summary>The secret before, which is good until <see cref="OldSecretUntil"/>; null: there is only one.</summary>
    public byte[]? OldSecretHash { get; set; }

    public string? OldSecretPrefix { get; set; }

    public StoreTime? OldSecretUntil { get; set; }

    /// <summary>Whether the secret before is still good.</summary>
    public bool HasOldSecretAt(StoreTime now) => OldSecretHash is not null && OldSecretUntil is { } until && now < until;

    public ApiClientState StateAt(StoreTime now) =>
        RevokedAt is not null ? ApiClientState.Revoked
        : ExpiresAt is { } end && now >= end ? ApiClientState.Expired
        : ApiClientState.Active;

    internal void ForgetOldSecret() => (OldSecretHash, OldSecretPrefix, OldSecretUntil) = (null, null, null);
}

/// <summary>Whether a client is let in.</summary>
public enum ApiClientState
{
    Active,
    Expired,
    Revoked,
}
