using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Results;
using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Core.Operators;

/// <summary>Gives a person a new password and turns a second step off. Their sessions and open pages end; the password itself is written down nowhere.</summary>
public sealed class ResetPassword(AccountChange change)
{
    /// <summary>Refused with <see cref="RefusalKind.InvalidInput"/> or <see cref="RefusalKind.UnknownAccount"/>.</summary>
    public Task<Result<StaffView>> ExecuteAsync(string accountId, string? password, Actor by, CancellationToken cancellationToken) =>
        AccountRules.CheckPassword(password) is { Count: > 0 } problems
            ? Task.FromResult<Result<StaffView>>(Refusal.Invalid(problems))
            : change.RunAsync(accountId, by, AuditAction.ResetPassword, null, async (desk, account) =>
            {
                IdentityResult set = await desk.Accounts.HasPasswordAsync(account) ? await desk.Accounts.RemovePasswordAsync(account) : IdentityResult.Success;

                // Identity renews the stamp with the password, which ends every session.
                set = set.Succeeded ? await desk.Accounts.AddPasswordAsync(account, password!) : set;

                // Whoever lost the password may have lost the telephone: the administrator is the way back in.
                bool hadSecondStep = account.TwoFactorEnabled;
                set = set.Succeeded && hadSecondStep ? await SecondStep.ForgetAsync(desk.Accounts, account) : set;
                if (set.Succeeded && !account.IsDisabled)
                {
                    set = await desk.Accounts.SetLockoutEndDateAsync(account, lockoutEnd: null);
                }

                return AccountChange.RefusalOf(set) is { } refusal ? refusal : (Result<IAuditChange>)new Renewed(IsPasswordNew: true, hadSecondStep ? true : null);
            }, cancellationToken);

    private sealed record Renewed(bool IsPasswordNew, bool? IsSecondStepOff) : IAuditChange;
}
