using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Results;
using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Core.Operators;

/// <summary>Keeps a person out until an administrator lets them in again. Their sessions and open pages end; what they did stays written down.</summary>
public sealed class DisableAccount(AccountChange change)
{
    /// <summary>Refused with <see cref="RefusalKind.LastAdministrator"/>, <see cref="RefusalKind.UnknownAccount"/>, or <see cref="RefusalKind.WrongState"/> when it is disabled already.</summary>
    public Task<Result<StaffView>> ExecuteAsync(string accountId, string? reason, Actor by, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(reason)
            ? Task.FromResult<Result<StaffView>>(Refusal.Invalid([new FieldProblem("reason", FieldRule.Required)]))
            : change.RunAsync(accountId, by, "disable-account", reason.Trim(), async (desk, account) =>
            {
                if (account.IsDisabled)
                {
                    return new Refusal(RefusalKind.WrongState, "The account is disabled already.");
                }

                return await desk.LastAdministratorAsync(account, cancellationToken) is { } last ? last : await SetAsync(desk, account, DateTimeOffset.MaxValue);
            }, cancellationToken);

    /// <summary>Lets them in again. Refused with <see cref="RefusalKind.UnknownAccount"/>, or <see cref="RefusalKind.WrongState"/> unless it is disabled.</summary>
    public Task<Result<StaffView>> UndoAsync(string accountId, Actor by, CancellationToken cancellationToken) =>
        change.RunAsync(accountId, by, "enable-account", null, async (desk, account) => account.IsDisabled
            ? await SetAsync(desk, account, end: null)
            : new Refusal(RefusalKind.WrongState, "The account isn't disabled."), cancellationToken);

    private static async Task<Result<object>> SetAsync(AccountDesk desk, Account account, DateTimeOffset? end)
    {
        // Without this the end of a lock is not looked at when they sign in.
        account.LockoutEnabled = true;
        account.LockoutEnd = end;
        account.AccessFailedCount = 0;

        // The stamp is in every cookie and circuit: with a new one all of them end. This also saves the account.
        IdentityResult set = await desk.Accounts.UpdateSecurityStampAsync(account);
        return AccountChange.RefusalOf(set) is { } refusal ? refusal : (Result<object>)new Standing(new Flag(end is null), new Flag(end is not null));
    }

    private sealed record Flag(bool IsDisabled);

    private sealed record Standing(Flag Before, Flag After);
}
