using System.Security.Claims;
using CouponAdmin.Core.Operators;
using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CouponAdmin.Web.Accounts;

/// <summary>What a cookie says of a person: the same claims as a token, with the name that people are shown.</summary>
internal sealed class AccountClaims(UserManager<Account> accounts, RoleManager<IdentityRole> roles, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<Account, IdentityRole>(accounts, roles, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Account user)
    {
        ClaimsIdentity identity = await base.GenerateClaimsAsync(user);
        if (user.DisplayName.Length > 0 && identity.FindFirst(Principals.NameClaim) is { } name)
        {
            identity.RemoveClaim(name);
            identity.AddClaim(new Claim(Principals.NameClaim, user.DisplayName));
        }

        return identity;
    }
}
