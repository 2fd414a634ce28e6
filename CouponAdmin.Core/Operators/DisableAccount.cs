using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Results;
using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Core.Operators;

/// <summary>Keeps a person out until an administrator lets them in again. Their sessions and open pages end; what they did stays written down.</summary>
public sealed class DisableAccount(AccountChange change)
{
    /// <summary>Refused with <see cref="RefusalKind.LastAdministrator"/>, <see cref="RefusalKind.UnknownAccount"/>, or <see cref="RefusalKind.AlreadyDisabled"/>.</summary>
    public Task<Result<StaffView>> ExecuteAsync(string accountId, string? reason, Actor by, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(reason)
            ? Task.FromResult<Result<StaffView>>(Refusal.Invalid([new FieldProblem("reason", FieldRule.Required)]))
            : change.RunAsync(accountId, by, AuditAction.DisableAccount, reason.Trim(), async (desk, account) =>
            {
                if (account.IsDisabled)
                {
                    return new Refusal(RefusalKind.AlreadyDisabled, "The account is disabled already.");
                }

                return await desk.LastAdministratorAsync(account, cancellationToken) is { } last ? last : await SetAsync(desk, account, DateTimeOffset.MaxValue);
            }, cancellationToken);

    /// <summary>Lets them in again. Refused with <see cref="RefusalKind.UnknownAccount"/>, or <see cref="RefusalKind.NotDisabled"/>.</summary>
    public Task<Result<StaffView>> UndoAsync(string accountId, Actor by, CancellationToken cancellationToken) =>
        change.RunAsync(accountId, by, AuditAction.EnableAccount, null, async (desk, account) => account.IsDisabled
            ? await SetAsync(desk, account, end: null)
            : new Refusal(RefusalKind.NotDisabled, "The account isn't disabled."), cancellationToken);

    private static async Task<Result<IAuditChange>> SetAsync(AccountDesk desk, Account account, DateTimeOffset? end)
    {
        // Without this the end of a lock is not looked at when they sign in.
        account.LockoutEnabled = true;
        account.LockoutEnd = end;
        account.AccessFailedCount = 0;

        // The stamp is in every cookie and circuit: with a new one all of them end. This also saves the account.
        IdentityResult set = await desk.Accounts.UpdateSecurityStampAsync(account);
        return AccountChange.RefusalOf(set) is { } refusal ? refusal : (Result<IAuditChange>)new Changed<Flag>(new Flag(end is null), new Flag(end is not null));
    }

    private sealed record Flag(bool IsDisabled) : IAuditChange;
}
