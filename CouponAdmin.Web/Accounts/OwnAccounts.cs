using System.Security.Claims;
using CouponAdmin.Core.Operators;
using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CouponAdmin.Web.Accounts;

/// <summary>Finds the account of the person who asks. A member whom only an API client vouches for has none, even where an account has that id.</summary>
/// <remarks>Otherwise a shop's secret could read, sign out or take over the account of anybody whose id it knows.</remarks>
internal sealed class OwnAccounts(
    IUserStore<Account> store, IOptions<IdentityOptions> options, IPasswordHasher<Account> passwords, IEnumerable<IUserValidator<Account>> userRules,
    IEnumerable<IPasswordValidator<Account>> passwordRules, ILookupNormalizer names, IdentityErrorDescriber errors, IServiceProvider services, ILogger<UserManager<Account>> log)
    : UserManager<Account>(store, options, passwords, userRules, passwordRules, names, errors, services, log)
{
    public override Task<Account?> GetUserAsync(ClaimsPrincipal principal) => principal.IsVouchedFor() ? Task.FromResult<Account?>(null) : base.GetUserAsync(principal);
}
