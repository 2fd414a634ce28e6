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

        return MakeAsync(AuditAction.CreateAccount, email!.Trim(), name!.Trim(), role!, password, by, cancellationToken);
    }

    /// <summary>The same without a password: they choose one themselves by a link, and until then nobody signs in to it. The link also confirms the address.</summary>
    public Task<Result<StaffView>> InviteAsync(string? email, string? name, string? role, Actor by, CancellationToken cancellationToken) =>
        AccountRules.Check(email, name, role) is { Count: > 0 } problems
            ? Task.FromResult<Result<StaffView>>(Refusal.Invalid(problems))
            : MakeAsync(AuditAction.InviteAccount, email!.Trim(), name!.Trim(), role!, password: null, by, cancellationToken);

    private Task<Result<StaffView>> MakeAsync(AuditAction action, string email, string name, string role, string? password, Actor by, CancellationToken cancellationToken) =>
        change.RunAsync(by, action, null, async desk =>
        {
            Account account = new() { UserName = email, Email = email, EmailConfirmed = password is not null, DisplayName = name };
            IdentityResult made = password is null ? await desk.Accounts.CreateAsync(account) : await desk.Accounts.CreateAsync(account, password);
            made = made.Succeeded ? await desk.Accounts.AddToRoleAsync(account, role) : made;
            return AccountChange.RefusalOf(made) is { } refusal
                ? refusal
                : new AccountChange.Outcome(account, new Made<NewAccount>(new NewAccount(account.DisplayName, role!)));
        }, cancellationToken);

    private sealed record NewAccount(string Name, string Role) : IAuditChange;
}
