using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.ApiClients;

/// <summary>Makes a client with its first secret.</summary>
public sealed class CreateApiClient(IDbContextFactory<CouponDbContext> databases, StoreClock clock)
{
    /// <summary>Refused with <see cref="RefusalKind.InvalidInput"/> (all broken fields at once), or <see cref="RefusalKind.TooManyClients"/>.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="scopes">Names of <see cref="ApiScopes"/>, each once.</param>
    /// <param name="expiresAt">Null: never.</param>
    /// <param name="by">Who makes it.</param>
    public async Task<Result<ApiClientSecret>> ExecuteAsync(
        string? name, IReadOnlyList<string?>? scopes, DateTimeOffset? expiresAt, Actor by, CancellationToken cancellationToken)
    {
        StoreTime now = clock.Now;
        if (ApiClientRules.Check(name, scopes, expiresAt, now) is { Count: > 0 } problems)
        {
            return Refusal.Invalid(problems);
        }

        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // Against a program that runs away; two acts of the same moment may pass it by one.
        if (await db.Set<ApiClient>().CountAsync(c => c.RevokedAt == null, cancellationToken) >= ApiClientRules.ClientsMax)
        {
            return new Refusal(RefusalKind.TooManyClients, $"There are {ApiClientRules.ClientsMax} API clients, which is the most; revoke some first.") { Bound = ApiClientRules.ClientsMax };
        }

        string secret = ApiSecrets.Make();
        ApiClient client = new()
        {
            Id = ApiClientRules.NewId(),
            Name = name!.Trim(),
            Scopes = ApiScopes.Join(scopes!.Select(scope => ApiScopes.Find(scope)!.Value)),
            CreatedAt = now,
            ExpiresAt = expiresAt is { } end ? StoreTime.From(end) : null,
            SecretHash = ApiSecrets.HashOf(secret),
            SecretPrefix = ApiSecrets.PrefixOf(secret),
            SecretMadeAt = now,
        };
        db.Add(client);
        AuditTrail.Write(
            db, now, by, AuditAction.CreateApiClient, ApiClientChange.SubjectOf(client), reason: null,
            new Made<NewClient>(new NewClient(client.Name, client.Scopes, expiresAt, client.SecretPrefix)));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new ApiClientSecret(ApiClientView.Of(client, now), secret);
    }

    private sealed record NewClient(string Name, string Scopes, DateTimeOffset? ExpiresAt, string SecretPrefix) : IAuditChange;
}
