using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Results;
using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Core.Operators;

/// <summary>Codes for a lost telephone, each good once.</summary>
public sealed record RecoveryCodes(IReadOnlyList<string> All);

/// <summary>A second step at sign-in for one's own account: a code of an authenticator app (TOTP, RFC 6238), judged by Identity.</summary>
public sealed class SecondStep(AccountChange change)
{
    public const int RecoveryCodesMade = 10;

    /// <summary>Where the last code that was let in is kept: no code counts twice.</summary>
    private const string Keeper = "coupon-admin";
    private const string LastCode = "last-code";

    /// <summary>Turns it on with a code of the app, which proves that the app has the key. The codes for a lost telephone are given once.</summary>
    /// <returns>Refused with <see cref="RefusalKind.InvalidInput"/> when the code is wrong, <see cref="RefusalKind.WrongState"/> when it is on already.</returns>
    public async Task<Result<RecoveryCodes>> TurnOnAsync(string accountId, string code, Actor by, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> codes = [];
        Result<StaffView> done = await change.RunAsync(accountId, by, AuditAction.TurnOnSecondStep, null, async (desk, account) =>
        {
            if (account.TwoFactorEnabled)
            {
                return new Refusal(RefusalKind.WrongState, "The second step is on already.");
            }

            string provider = desk.Accounts.Options.Tokens.AuthenticatorTokenProvider;
            if (!await desk.Accounts.VerifyTwoFactorTokenAsync(account, provider, code))
            {
                return Refusal.Invalid([new FieldProblem("code", FieldRule.UnknownValue)]);
            }

            IdentityResult on = await desk.Accounts.SetTwoFactorEnabledAsync(account, enabled: true);
            on = on.Succeeded ? await desk.Accounts.SetAuthenticationTokenAsync(account, Keeper, LastCode, code) : on;
            codes = [.. await desk.Accounts.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodesMade) ?? []];
            return AccountChange.RefusalOf(on) is { } refusal ? refusal : (Result<IAuditChange>)new Changed<Flag>(new Flag(false), new Flag(true));
        }, cancellationToken);
        return done.Refusal is { } refused ? refused : new RecoveryCodes(codes);
    }

    /// <summary>Turns it off and forgets the app's key. The caller has asked for the password.</summary>
    public Task<Result<StaffView>> TurnOffAsync(string accountId, Actor by, CancellationToken cancellationToken) =>
        change.RunAsync(accountId, by, AuditAction.TurnOffSecondStep, null, async (desk, account) => account.TwoFactorEnabled
            ? AccountChange.RefusalOf(await ForgetAsync(desk.Accounts, account)) is { } refusal ? refusal : (Result<IAuditChange>)new Changed<Flag>(new Flag(true), new Flag(false))
            : new Refusal(RefusalKind.WrongState, "The second step is off already."), cancellationToken);

    /// <summary>Writes down that a recovery code was used, with how many are left.</summary>
    public Task<Result<StaffView>> NoteRecoveryAsync(string accountId, Actor by, CancellationToken cancellationToken) =>
        change.RunAsync(accountId, by, AuditAction.UseRecoveryCode, null, async (desk, account) =>
            (Result<IAuditChange>)new Left(await desk.Accounts.CountRecoveryCodesAsync(account)), cancellationToken);

    /// <summary>Whether this code let somebody in before: RFC 6238, section 5.2, asks that one isn't taken twice.</summary>
    public static async Task<bool> IsUsedAsync(UserManager<Account> accounts, Account account, string code) =>
        await accounts.GetAuthenticationTokenAsync(account, Keeper, LastCode) == code;

    /// <summary>Remembers the code that let somebody in.</summary>
    public static Task UseAsync(UserManager<Account> accounts, Account account, string code) => accounts.SetAuthenticationTokenAsync(account, Keeper, LastCode, code);

    /// <summary>Off, without the key; sessions end with the stamp.</summary>
    internal static async Task<IdentityResult> ForgetAsync(UserManager<Account> accounts, Account account)
    {
        IdentityResult off = await accounts.SetTwoFactorEnabledAsync(account, enabled: false);
        return off.Succeeded ? await accounts.ResetAuthenticatorKeyAsync(account) : off;
    }

    private sealed record Flag(bool HasSecondStep) : IAuditChange;

    private sealed record Left(int RecoveryCodesLeft) : IAuditChange;
}
