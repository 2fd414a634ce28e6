using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.ApiClients;

/// <summary>A client as administrators see it: everything but what its secrets are.</summary>
public sealed record ApiClientView(
    string ClientId,
    string Name,
    IReadOnlyList<string> Scopes,
    ApiClientState State,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? RevokedAt,
    string SecretPrefix,
    DateTimeOffset SecretMadeAt,
    string? OldSecretPrefix,
    DateTimeOffset? OldSecretUntil)
{
    internal static ApiClientView Of(ApiClient client, StoreTime now)
    {
        bool hasOld = client.HasOldSecretAt(now);
        return new ApiClientView(
            client.Id, client.Name, [.. ApiScopes.Parse(client.Scopes).Select(ApiScopes.NameOf)], client.StateAt(now), client.CreatedAt.ToDateTimeOffset(),
            client.ExpiresAt?.ToDateTimeOffset(), client.LastUsedAt?.ToDateTimeOffset(), client.RevokedAt?.ToDateTimeOffset(), client.SecretPrefix,
            client.SecretMadeAt.ToDateTimeOffset(), hasOld ? client.OldSecretPrefix : null, hasOld ? client.OldSecretUntil?.ToDateTimeOffset() : null);
    }
}

/// <summary>A client with a secret that was made just now: the only time that it is told.</summary>
public sealed record ApiClientSecret(ApiClientView Client, string Secret);

/// <summary>One page of clients, and how many there are.</summary>
public sealed record ApiClientSlice(IReadOnlyList<ApiClientView> Items, int Total)
{
    /// <summary>Pass as <c>after</c> for the next page; null on the last.</summary>
    public string? Next { get; init; }
}
