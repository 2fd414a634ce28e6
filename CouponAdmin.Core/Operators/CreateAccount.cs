using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Results;
using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Core.Operators;

/// <summary>Makes an account for a colleague.</summary>
public sealed class CreateAccount(AccountChange change)
{
    /// <summary>Refused with <see cref="RefusalKind.InvalidInput"/> (all broken fields at once) or <see cref="RefusalKind.EmailTaken"/>.</summary>
    public Task<Result<StaffView>> ExecuteAsync(string? email, string? name, string? role, string? password, Actor by, CancellationToken cancellationToken)
    {
        IReadOnlyList<FieldProblem> problems = [.. AccountRules.Check(email, name, role), .. AccountRules.CheckPassword(password)];
        if (problems.Count > 0)
        {
            return Task.FromResult<Result<StaffView>>(Refusal.Invalid(problems));
        }

        string address = email!.Trim();
        return change.RunAsync(by, AuditAction.CreateAccount, null, async desk =>
        {
            Account account = new() { UserName = address, Email = address, EmailConfirmed = true, DisplayName = name!.Trim() };
            IdentityResult made = await desk.Accounts.CreateAsync(account, password!);
            made = made.Succeeded ? await desk.Accounts.AddToRoleAsync(account, role!) : made;
            return AccountChange.RefusalOf(made) is { } refusal
                ? refusal
                : new AccountChange.Outcome(account, new Made<NewAccount>(new NewAccount(account.DisplayName, role!)));
        }, cancellationToken);
    }

    private sealed record NewAccount(string Name, string Role) : IAuditChange;
}
