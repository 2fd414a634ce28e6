using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Results;
using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Core.Operators;

/// <summary>Gives a person another role. What they have open ends: they sign in again with the new one.</summary>
public sealed class ChangeRole(AccountChange change)
{
    /// <summary>The account as it is now, whatever somebody saw of it before.</summary>
    public Task<Result<StaffView>> ExecuteAsync(string accountId, string? role, Actor by, CancellationToken cancellationToken) =>
        ExecuteAsync(accountId, seenVersion: null, role, by, cancellationToken);

    /// <summary>
    /// Refused with <see cref="RefusalKind.LastAdministrator"/>, <see cref="RefusalKind.UnknownAccount"/>, <see cref="RefusalKind.WrongState"/> when they have it
    /// already, or <see cref="RefusalKind.ChangedMeanwhile"/> unless the account still has the version that was seen (<see cref="StaffView.Version"/>).
    /// </summary>
    public Task<Result<StaffView>> ExecuteAsync(string accountId, string? seenVersion, string? role, Actor by, CancellationToken cancellationToken) => !AccountRules.IsRole(role)
        ? Task.FromResult<Result<StaffView>>(Refusal.Invalid([new FieldProblem("role", FieldRule.UnknownValue)]))
        : change.RunAsync(accountId, by, AuditAction.ChangeRole, null, async (desk, account) =>
        {
            StaffView now = await desk.ViewAsync(account);
            if (seenVersion is not null && seenVersion != now.Version)
            {
                return Refusal.Changed(now);
            }

            string before = now.Role;
            if (before == role)
            {
                return new Refusal(RefusalKind.WrongState, $"The account has the role {role} already.");
            }

            if (await desk.LastAdministratorAsync(account, cancellationToken) is { } last)
            {
                return last;
            }

            IdentityResult moved = await desk.Accounts.RemoveFromRolesAsync(account, await desk.Accounts.GetRolesAsync(account));
            moved = moved.Succeeded ? await desk.Accounts.AddToRoleAsync(account, role!) : moved;

            // Every cookie and circuit carries the old stamp, and with it the old role.
            moved = moved.Succeeded ? await desk.Accounts.UpdateSecurityStampAsync(account) : moved;
            return AccountChange.RefusalOf(moved) is { } refusal ? refusal : (Result<IAuditChange>)new Changed<RoleNow>(new RoleNow(before), new RoleNow(role!));
        }, cancellationToken);

    private sealed record RoleNow(string Role) : IAuditChange;
}
