using CouponAdmin.Core.Operators;
using CouponAdmin.Web.Accounts.Links;
using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Web.Accounts.Passkeys;

/// <summary>Signing in, registering and adding by passkey (WebAuthn level 3). The framework judges the key, this says what becomes of the account.</summary>
internal sealed class PasskeyDoor(SignInManager<Account> door, AccountMail mail)
{
    /// <summary>Keys of one account.</summary>
    public const int PasskeysMax = 10;

    /// <summary>Letters of the longest answer of a browser; a credential with its certificate chain stays far below.</summary>
    public const int CredentialLengthMax = 16 * 1024;

    private UserManager<Account> Accounts => door.UserManager;

    /// <summary>Signs in; false when the key isn't known, isn't right, or its account is disabled.</summary>
    /// <remarks>Wrong passwords lock the password, not the key: nobody can lock somebody else out who has one.</remarks>
    public async Task<bool> SignInAsync(string? credential)
    {
        if (!IsPlausible(credential))
        {
            return false;
        }

        PasskeyAssertionResult<Account> shown = await door.PerformPasskeyAssertionAsync(credential!);
        if (!shown.Succeeded || shown.User.IsDisabled || !await door.CanSignInAsync(shown.User))
        {
            return false;
        }

        // The key's counter has moved; a copy of the key would show an older one.
        await Accounts.AddOrUpdatePasskeyAsync(shown.User, shown.Passkey);
        await door.SignInAsync(shown.User, isPersistent: true, authenticationMethod: "passkey");
        return true;
    }

    /// <summary>Makes a member's account that has a passkey and no password, and signs it in. The codes are Identity's.</summary>
    public async Task<IdentityResult> RegisterAsync(string? credential)
    {
        if (await AttestAsync(credential) is not { } made)
        {
            return IdentityResult.Failed();
        }

        string email = made.Owner.Name;
        Account account = new() { Id = made.Owner.Id, UserName = email, Email = email, DisplayName = email.Split('@')[0] };
        IdentityResult result = await Accounts.CreateAsync(account);
        if (!result.Succeeded)
        {
            return result;
        }

        result = await Accounts.AddToRoleAsync(account, Roles.Member);
        result = result.Succeeded ? await Accounts.AddOrUpdatePasskeyAsync(account, Named(made.Passkey, 1)) : result;
        if (!result.Succeeded)
        {
            // An account without a key or password could never be entered, and would hold its email for good.
            await Accounts.DeleteAsync(account);
            return result;
        }

        await door.SignInAsync(account, isPersistent: true, authenticationMethod: "passkey");
        mail.AskToConfirm(account, door.Context.Connection.RemoteIpAddress);
        return result;
    }

    /// <summary>Adds a key to the account that is signed in.</summary>
    public async Task<bool> AddAsync(Account account, string? credential)
    {
        IList<UserPasskeyInfo> known = await Accounts.GetPasskeysAsync(account);
        return known.Count < PasskeysMax
            && await AttestAsync(credential) is { } made
            && made.Owner.Id == account.Id
            && (await Accounts.AddOrUpdatePasskeyAsync(account, Named(made.Passkey, known.Count + 1))).Succeeded;
    }

    /// <summary>Takes a key away; refused when it is the only way into the account.</summary>
    public async Task<bool> RemoveAsync(Account account, byte[] credentialId)
    {
        IList<UserPasskeyInfo> known = await Accounts.GetPasskeysAsync(account);
        bool isLastWayIn = known.Count == 1 && !await Accounts.HasPasswordAsync(account);
        return !isLastWayIn && (await Accounts.RemovePasskeyAsync(account, credentialId)).Succeeded;
    }

    private async Task<(PasskeyUserEntity Owner, UserPasskeyInfo Passkey)?> AttestAsync(string? credential)
    {
        if (!IsPlausible(credential))
        {
            return null;
        }

        PasskeyAttestationResult made = await door.PerformPasskeyAttestationAsync(credential!);
        return made.Succeeded ? (made.UserEntity, made.Passkey) : null;
    }

    private static bool IsPlausible(string? credential) => credential is { Length: > 0 and <= CredentialLengthMax };

    private static UserPasskeyInfo Named(UserPasskeyInfo passkey, int number)
    {
        passkey.Name ??= $"{number}";
        return passkey;
    }
}
