using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Results;
using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Core.Operators;

/// <summary>A secret with which somebody chooses their own password, once. Identity's token providers make and judge it; it is bound to the security stamp, which a new password renews.</summary>
public sealed class PasswordLink(AccountChange change)
{
    /// <summary>What the secret is for; no other secret of the same provider is taken.</summary>
    private const string Purpose = "choose-password";

    /// <summary>Whether this account may have one: not while it is disabled, nor when it comes only by an authority outside, which alone knows its password.</summary>
    public static async Task<bool> MayChooseAsync(UserManager<Account> accounts, Account account)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        ArgumentNullException.ThrowIfNull(account);
        return !account.IsDisabled && (account.PasswordHash is not null || (await accounts.GetLoginsAsync(account)).Count == 0);
    }

    /// <summary>Makes the secret.</summary>
    /// <param name="accounts">Identity's own.</param>
    /// <param name="account">Whose password.</param>
    /// <param name="provider">The name of the token provider, which says how long the secret lives.</param>
    public static Task<string> MakeAsync(UserManager<Account> accounts, Account account, string provider)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        return accounts.GenerateUserTokenAsync(account, provider, Purpose);
    }

    /// <summary>Makes the secret for an administrator, who hands it over; that they did is written down, the secret is not.</summary>
    /// <returns>Refused with <see cref="RefusalKind.UnknownAccount"/>, or <see cref="RefusalKind.WrongState"/> unless <see cref="MayChooseAsync"/>.</returns>
    public async Task<Result<string>> HandOutAsync(string accountId, string provider, DateTimeOffset expiresAt, Actor by, CancellationToken cancellationToken)
    {
        string secret = "";
        Result<StaffView> done = await change.RunAsync(accountId, by, AuditAction.MakePasswordLink, null, async (desk, account) =>
        {
            if (!await MayChooseAsync(desk.Accounts, account))
            {
                return NotAllowed;
            }

            secret = await MakeAsync(desk.Accounts, account, provider);
            return (Result<IAuditChange>)new Made<HandedOut>(new HandedOut(expiresAt));
        }, cancellationToken);
        return done.Refusal is { } refusal ? refusal : secret;
    }

    /// <summary>Sets the password that somebody with the secret has chosen: sessions end, a lock after wrong passwords ends, the address counts as confirmed. A second step stays.</summary>
    /// <returns>Refused with <see cref="RefusalKind.InvalidInput"/> for the password, which uses nothing up, else with <see cref="RefusalKind.WrongState"/>: too old, used, or not for this account.</returns>
    public Task<Result<StaffView>> ChooseAsync(string accountId, string provider, string secret, string? password, Actor by, CancellationToken cancellationToken) =>
        change.RunAsync(accountId, by, AuditAction.ChoosePassword, null, async (desk, account) =>
        {
            if (!await MayChooseAsync(desk.Accounts, account) || !await desk.Accounts.VerifyUserTokenAsync(account, provider, Purpose, secret))
            {
                return NotAllowed;
            }

            if (AccountRules.CheckPassword(password) is { Count: > 0 } problems)
            {
                return Refusal.Invalid(problems);
            }

            IdentityResult set = account.EmailConfirmed ? IdentityResult.Success : await ForgetKeysAsync(desk.Accounts, account);
            account.EmailConfirmed = true;
            set = set.Succeeded && await desk.Accounts.HasPasswordAsync(account) ? await desk.Accounts.RemovePasswordAsync(account) : set;

            // Identity renews the stamp with the password: every session ends, and so does this link.
            set = set.Succeeded ? await desk.Accounts.AddPasswordAsync(account, password!) : set;
            set = set.Succeeded ? await desk.Accounts.SetLockoutEndDateAsync(account, lockoutEnd: null) : set;
            return AccountChange.RefusalOf(set) is { } refusal ? refusal : (Result<IAuditChange>)new Made<Chosen>(new Chosen(IsPasswordNew: true));
        }, cancellationToken);

    // Whoever made the account never showed that the address is theirs: a key that they left behind would let them in beside its owner.
    private static async Task<IdentityResult> ForgetKeysAsync(UserManager<Account> accounts, Account account)
    {
        IdentityResult gone = IdentityResult.Success;
        foreach (UserPasskeyInfo key in await accounts.GetPasskeysAsync(account))
        {
            gone = gone.Succeeded ? await accounts.RemovePasskeyAsync(account, key.CredentialId) : gone;
        }

        return gone;
    }

    private sealed record HandedOut(DateTimeOffset ExpiresAt) : IAuditChange;

    private sealed record Chosen(bool IsPasswordNew) : IAuditChange;

    private static Refusal NotAllowed => new(RefusalKind.WrongState, "This link is too old, was used already, or is not for this account.");
}
