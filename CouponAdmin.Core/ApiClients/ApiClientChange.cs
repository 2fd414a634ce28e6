using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.ApiClients;

/// <summary>One administrator's act on a client: locks the row, lets the act decide, writes the audit entry, commits.</summary>
public sealed class ApiClientChange(IDbContextFactory<CouponDbContext> databases, StoreClock clock)
{
    /// <summary>The act gives the values for the audit, or the refusal.</summary>
    internal async Task<Result<ApiClientView>> RunAsync(
        string id, Actor by, AuditAction action, string? reason, Func<ApiClient, StoreTime, Result<IAuditChange>> act, CancellationToken cancellationToken)
    {
        if (!ApiClientRules.IsId(id))
        {
            return Unknown(id);
        }

        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.LockRowsAsync<ApiClient>(ApiClientMapping.Table, nameof(ApiClient.Id), id, cancellationToken) is not [ApiClient client])
        {
            return Unknown(id);
        }

        StoreTime now = clock.Now;
        if (!act(client, now).TryGet(out IAuditChange? change, out Refusal? refusal))
        {
            return refusal;
        }

        AuditTrail.Write(db, now, by, action, SubjectOf(client), reason, change);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return ApiClientView.Of(client, now);
    }

    /// <summary>What the audit calls a client: its name for people, its id for certain.</summary>
    internal static string SubjectOf(ApiClient client) => $"{client.Name} ({client.Id})";

    internal static Refusal Unknown(string id) => new(RefusalKind.UnknownClient, $"There is no API client '{id}'.");

    internal static Refusal NotActive(ApiClientState state) => new(RefusalKind.WrongState, $"The client is {state.ToString().ToLowerInvariant()}.");
}
