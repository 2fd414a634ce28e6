using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.ApiClients;

/// <summary>Gives a client a new secret beside the one that it has, so that its programs change over without a gap; and ends the old one.</summary>
public sealed class RotateApiSecret(ApiClientChange change)
{
    /// <summary>
    /// Refused with <see cref="RefusalKind.InvalidInput"/>, <see cref="RefusalKind.UnknownClient"/>, or <see cref="RefusalKind.WrongState"/>
    /// for a client that isn't active, or whose secret before is still good: a third would end one that somebody may use.
    /// </summary>
    /// <param name="id">The client.</param>
    /// <param name="graceHours">How long the present secret stays good; null: <see cref="ApiClientRules.GraceHoursDefault"/>; 0: it ends now.</param>
    /// <param name="by">Who rotates.</param>
    public async Task<Result<ApiClientSecret>> ExecuteAsync(string id, int? graceHours, Actor by, CancellationToken cancellationToken)
    {
        int grace = graceHours ?? ApiClientRules.GraceHoursDefault;
        if (grace is < 0 or > ApiClientRules.GraceHoursMax)
        {
            return Refusal.Invalid([new FieldProblem("graceHours", FieldRule.OutOfRange, 0, ApiClientRules.GraceHoursMax)]);
        }

        string secret = ApiSecrets.Make();
        Result<ApiClientView> done = await change.RunAsync(id, by, AuditAction.RotateApiSecret, reason: null, (client, now) => Rotate(client, now, secret, grace), cancellationToken);
        return done.TryGet(out ApiClientView? view, out Refusal? refusal) ? new ApiClientSecret(view, secret) : refusal;
    }

    /// <summary>Ends the secret before its grace does. Refused with <see cref="RefusalKind.UnknownClient"/>, or <see cref="RefusalKind.WrongState"/> when there is none.</summary>
    public Task<Result<ApiClientView>> DropOldAsync(string id, Actor by, CancellationToken cancellationToken) =>
        change.RunAsync(id, by, AuditAction.DropApiSecret, reason: null, static (client, now) =>
        {
            if (!client.HasOldSecretAt(now))
            {
                return new Refusal(RefusalKind.WrongState, "The client has one secret only.");
            }

            Dropped dropped = new(client.OldSecretPrefix!);
            client.ForgetOldSecret();
            return (Result<IAuditChange>)dropped;
        }, cancellationToken);

    private static Result<IAuditChange> Rotate(ApiClient client, StoreTime now, string secret, int grace)
    {
        if (client.StateAt(now) is not ApiClientState.Active and var state)
        {
            return ApiClientChange.NotActive(state);
        }

        if (client.HasOldSecretAt(now))
        {
            return new Refusal(RefusalKind.WrongState, "The client has two secrets already; drop the old one first.");
        }

        Secrets before = new(client.SecretPrefix, OldSecretUntil: null);
        client.ForgetOldSecret();
        if (grace > 0)
        {
            (client.OldSecretHash, client.OldSecretPrefix, client.OldSecretUntil) = (client.SecretHash, client.SecretPrefix, now + TimeSpan.FromHours(grace));
        }

        (client.SecretHash, client.SecretPrefix, client.SecretMadeAt) = (ApiSecrets.HashOf(secret), ApiSecrets.PrefixOf(secret), now);
        return new Changed<Secrets>(before, new Secrets(client.SecretPrefix, client.OldSecretUntil));
    }

    private sealed record Secrets(string SecretPrefix, StoreTime? OldSecretUntil) : IAuditChange;

    private sealed record Dropped(string SecretPrefix) : IAuditChange;
}
