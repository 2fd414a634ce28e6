using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.ApiClients;

/// <summary>Judges a client by its secret, from the row of this moment.</summary>
public sealed class AuthenticateApiClient(IDbContextFactory<CouponDbContext> databases, StoreClock clock)
{
    /// <summary>The last use is written at most so often for each client, by all instances together.</summary>
    public static readonly TimeSpan NotedEvery = TimeSpan.FromMinutes(1);

    /// <summary>Compared where there is no client or no second secret, so that every answer costs the same.</summary>
    private static readonly byte[] NoSecret = ApiSecrets.HashOf(ApiSecrets.Make());

    /// <summary>The client; null when there is none of that id, the secret is neither of its two, or it is expired or revoked.</summary>
    public async Task<ApiClientView?> ExecuteAsync(string? id, string? secret, CancellationToken cancellationToken)
    {
        if (!ApiClientRules.IsId(id) || string.IsNullOrEmpty(secret))
        {
            return null;
        }

        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        ApiClient? client = await db.Set<ApiClient>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
        StoreTime now = clock.Now;
        bool hasOld = client?.HasOldSecretAt(now) == true;
        byte[] hash = ApiSecrets.HashOf(secret);

        // Both are always compared: no short circuit.
        bool isRight = ApiSecrets.Matches(hash, client?.SecretHash ?? NoSecret) | ApiSecrets.Matches(hash, hasOld ? client!.OldSecretHash! : NoSecret);
        if (client is null || !isRight || client.StateAt(now) != ApiClientState.Active)
        {
            return null;
        }

        await NoteAsync(db, client, now, cancellationToken);
        return ApiClientView.Of(client, now);
    }

    // A note for people: a database that can't write just now must not keep a program out.
    private static async Task NoteAsync(CouponDbContext db, ApiClient client, StoreTime now, CancellationToken cancellationToken)
    {
        StoreTime due = now + -NotedEvery;
        if (client.LastUsedAt is { } last && last > due)
        {
            return;
        }

        try
        {
            await db.Set<ApiClient>().Where(c => c.Id == client.Id && (c.LastUsedAt == null || c.LastUsedAt <= due))
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.LastUsedAt, now), cancellationToken);
        }
        catch (Exception e) when (Outage.Is(e))
        {
            // The next exchange writes it.
        }
    }
}
