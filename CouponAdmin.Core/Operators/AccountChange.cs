using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Core.Operators;

/// <summary>What an act on an account works with: one transaction, in which Identity saves as well.</summary>
internal sealed record AccountDesk(CouponDbContext Database, UserManager<Account> Accounts)
{
    /// <summary>The role of an account; a person has one.</summary>
    public async Task<string> RoleOfAsync(Account account) => (await Accounts.GetRolesAsync(account)).FirstOrDefault() ?? Roles.Member;

    /// <summary>The account as administrators see it.</summary>
    public async Task<StaffView> ViewAsync(Account account) =>
        new(account.Id, account.Email ?? "", account.DisplayName, await RoleOfAsync(account), account.LockoutEnd);

    /// <summary>The refusal, if nobody but this account can administer.</summary>
    public async Task<Refusal?> LastAdministratorAsync(Account account, CancellationToken cancellationToken) =>
        await StaffDirectory.AdministratorsAsync(Database, cancellationToken) is [var only] && only == account.Id
            ? new Refusal(RefusalKind.LastAdministrator, "This is the last administrator who can sign in.")
            : null;
}

/// <summary>One administrator's act on an account: takes its turn, lets the act decide, writes the audit entry, commits.</summary>
/// <remarks>All acts take turns on the administrator role's row: of two administrators who remove each other at once, the second is refused.</remarks>
public sealed class AccountChange(IServiceScopeFactory scopes, StoreClock clock)
{
    private const string RolesTable = "AspNetRoles";

    /// <summary>Runs an act on one account. The act gives the values before and after for the audit, or the refusal.</summary>
    internal Task<Result<StaffView>> RunAsync(
        string accountId, Actor by, AuditAction action, string? reason, Func<AccountDesk, Account, Task<Result<IAuditChange>>> act, CancellationToken cancellationToken) =>
        RunAsync(by, action, reason, async desk =>
        {
            if (await desk.Accounts.FindByIdAsync(accountId) is not { } account)
            {
                return new Refusal(RefusalKind.UnknownAccount, $"There is no account '{accountId}'.");
            }

            return (await act(desk, account)).TryGet(out IAuditChange? change, out Refusal? refusal) ? new Outcome(account, change) : refusal;
        }, cancellationToken);

    /// <summary>Runs an act that finds or makes its account itself.</summary>
    internal async Task<Result<StaffView>> RunAsync(
        Actor by, AuditAction action, string? reason, Func<AccountDesk, Task<Result<Outcome>>> act, CancellationToken cancellationToken)
    {
        // A scope of its own: Identity's store and this transaction share one context, and a circuit's lives too long for it.
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        AccountDesk desk = new(scope.ServiceProvider.GetRequiredService<CouponDbContext>(), scope.ServiceProvider.GetRequiredService<UserManager<Account>>());
        await using var transaction = await desk.Database.Database.BeginTransactionAsync(cancellationToken);
        await desk.Database.LockRowsAsync<IdentityRole>(RolesTable, nameof(IdentityRole.NormalizedName), desk.Accounts.NormalizeName(Roles.Administrator)!, cancellationToken);
        if (!(await act(desk)).TryGet(out Outcome? outcome, out Refusal? refusal))
        {
            return refusal;
        }

        Account account = outcome.Account;
        AuditTrail.Write(desk.Database, clock.Now, by, action, account.Email ?? account.Id, reason, outcome.Change);
        await desk.Database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return await desk.ViewAsync(account);
    }

    /// <summary>The refusal behind Identity's; null when it went through. What is left after the checks before it is somebody else's change at the same moment.</summary>
    internal static Refusal? RefusalOf(IdentityResult result) => result.Errors.FirstOrDefault()?.Code switch
    {
        null => null,
        nameof(IdentityErrorDescriber.DuplicateEmail) or nameof(IdentityErrorDescriber.DuplicateUserName) =>
            new Refusal(RefusalKind.EmailTaken, "Another account has this email."),
        nameof(IdentityErrorDescriber.InvalidEmail) or nameof(IdentityErrorDescriber.InvalidUserName) =>
            Refusal.Invalid([new FieldProblem("email", FieldRule.NotAnEmail)]),
        { } code when code.StartsWith("Password", StringComparison.Ordinal) => Refusal.Invalid(
            [new FieldProblem("password", code == CommonPasswords.ErrorCode ? FieldRule.TooCommon : FieldRule.TooShort, Min: AccountRules.PasswordLengthMin)]),
        _ => new Refusal(RefusalKind.WrongState, "The account was changed by somebody else at the same moment."),
    };

    /// <summary>An account, and what the audit says of the change.</summary>
    internal sealed record Outcome(Account Account, IAuditChange Change);
}
