using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Operators;
using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Web.Accounts.Outside;

/// <summary>What becomes of somebody whom the authority vouches for: the account linked by issuer and subject, made at the first sign-in.</summary>
/// <remarks>Never found by email: whoever may name their own address over there would be let into that address's account here.</remarks>
internal sealed class OutsideDoor(SignInManager<Account> door, ChangeRole changeRole, OidcOptions options)
{
    private UserManager<Account> Accounts => door.UserManager;

    /// <summary>Signs in; false when the subject can't be a member, or its account is disabled.</summary>
    public async Task<bool> SignInAsync(ClaimsPrincipal person, CancellationToken cancellationToken)
    {
        if (person.FindFirst(Principals.SubjectClaim) is not { } subject || OutsideIdentity.MemberIdOf(subject.Issuer, subject.Value) is not { } member)
        {
            return false;
        }

        Account account = await FindOrMakeAsync(person, subject, member);
        if (account.IsDisabled || !await door.CanSignInAsync(account))
        {
            return false;
        }

        account = await FollowRoleAsync(account, person, subject.Issuer, cancellationToken);
        await door.SignInAsync(account, isPersistent: true, authenticationMethod: OutsidePeople.Scheme);
        return true;
    }

    private async Task<Account> FindOrMakeAsync(ClaimsPrincipal person, Claim subject, string member)
    {
        if (await Accounts.FindByLoginAsync(subject.Issuer, subject.Value) is { } linked)
        {
            return linked;
        }

        // Made, but not linked: a crash in between.
        Account account = await Accounts.FindByIdAsync(member) ?? await MakeAsync(person, member);
        if ((await Accounts.GetRolesAsync(account)).Count == 0)
        {
            RoleSeed.Require(await Accounts.AddToRoleAsync(account, Roles.Member));
        }

        RoleSeed.Require(await Accounts.AddLoginAsync(account, new UserLoginInfo(subject.Issuer, subject.Value, options.DisplayName)));
        return account;
    }

    private async Task<Account> MakeAsync(ClaimsPrincipal person, string member)
    {
        string email = await EmailOfAsync(person) ?? PlaceholderOf(member);
        string name = person.FindFirstValue(Principals.NameClaim) is { Length: > 0 and <= AccountRules.NameLengthMax } given ? given : email.Split('@')[0];
        Account account = new() { Id = member, UserName = email, Email = email, DisplayName = name };
        try
        {
            RoleSeed.Require(await Accounts.CreateAsync(account));
            return account;
        }
        catch (DbUpdateException e) when (DataErrors.Is(e))
        {
            // The same person in two tabs: the other one came first.
            return await Accounts.FindByIdAsync(member) ?? throw new InvalidOperationException("An account was made and is gone.", e);
        }
    }

    // An address that nobody checked, or that an account here has already, is not taken over: it would keep its owner out.
    private async Task<string?> EmailOfAsync(ClaimsPrincipal person) =>
        person.FindFirstValue("email") is { Length: > 0 and <= AccountRules.EmailLengthMax } email
        && person.FindFirstValue("email_verified") is "true" or "True"
        && AccountRules.Check(email, "-", Roles.Member).Count == 0
        && await Accounts.FindByEmailAsync(email) is null
            ? email
            : null;

    // Identity asks for an address of every account; this one can't exist (RFC 2606, section 2).
    private static string PlaceholderOf(string member) =>
        $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(member)))[..20]}@outside.invalid";

    /// <summary>Only where the settings let the authority give roles: then its word counts at every sign-in, also when it takes a role away.</summary>
    private async Task<Account> FollowRoleAsync(Account account, ClaimsPrincipal person, string issuer, CancellationToken cancellationToken)
    {
        string role = OutsideIdentity.RoleOf(options, person) ?? Roles.Member;
        if (options.RoleClaim.Length == 0 || await Accounts.IsInRoleAsync(account, role))
        {
            return account;
        }

        // Refused only to the last administrator: somebody must be left to mend the mapping.
        await changeRole.ExecuteAsync(account.Id, role, new Actor(OutsidePeople.Scheme, issuer), cancellationToken);

        // Changed by another context: what this one remembers has an older stamp.
        await using AsyncServiceScope scope = door.Context.RequestServices.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().FindByIdAsync(account.Id) ?? account;
    }
}
