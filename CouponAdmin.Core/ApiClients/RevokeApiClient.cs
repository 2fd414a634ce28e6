using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Results;

namespace CouponAdmin.Core.ApiClients;

/// <summary>Ends a client for good: its secrets, and within seconds every token that was made for it or that it asked for.</summary>
public sealed class RevokeApiClient(ApiClientChange change, RevokedApiClients revoked)
{
    /// <summary>Refused with <see cref="RefusalKind.InvalidInput"/>, <see cref="RefusalKind.UnknownClient"/>, or <see cref="RefusalKind.WrongState"/> when it is revoked already.</summary>
    public async Task<Result<ApiClientView>> ExecuteAsync(string id, string? reason, Actor by, CancellationToken cancellationToken)
    {
        if (ApiClientRules.CheckReason(reason) is { Count: > 0 } problems)
        {
            return Refusal.Invalid(problems);
        }

        Result<ApiClientView> done = await change.RunAsync(id, by, AuditAction.RevokeApiClient, reason!.Trim(), static (client, now) =>
        {
            if (client.RevokedAt is not null)
            {
                return ApiClientChange.NotActive(ApiClientState.Revoked);
            }

            client.RevokedAt = now;
            client.ForgetOldSecret();
            return (Result<IAuditChange>)new Changed<Standing>(new Standing(IsRevoked: false), new Standing(IsRevoked: true));
        }, cancellationToken);
        if (done.Refusal is null)
        {
            // This instance knows at once, the others within a second.
            await revoked.TryRenewAsync();
        }

        return done;
    }

    private sealed record Standing(bool IsRevoked) : IAuditChange;
}
