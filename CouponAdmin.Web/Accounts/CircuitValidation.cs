using System.Security.Claims;
using CouponAdmin.Core.Operators;
using CouponAdmin.Core.Results;
using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CouponAdmin.Web.Accounts;

/// <summary>Ends what an open page may do when its person was disabled, got another role or another password: a circuit reads no cookie again by itself.</summary>
internal sealed class CircuitValidation(ILoggerFactory loggers, IServiceScopeFactory scopes, IOptions<IdentityOptions> options)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => SessionValidation.StaffEvery;

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        try
        {
            return await IsGoodAsync(authenticationState.User);
        }
        catch (Exception e) when (Outage.Is(e))
        {
            // A database that is away must not throw everybody out of the console in the middle of it; no act goes through without it anyway.
            return true;
        }
    }

    private async Task<bool> IsGoodAsync(ClaimsPrincipal person)
    {
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        UserManager<Account> accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        Account? account = person.FindFirstValue(Principals.SubjectClaim) is { } id ? await accounts.FindByIdAsync(id) : null;
        if (account is null || account.IsDisabled || person.FindFirstValue(options.Value.ClaimsIdentity.SecurityStampClaimType) != await accounts.GetSecurityStampAsync(account))
        {
            return false;
        }

        IEnumerable<string> held = person.FindAll(Principals.RoleClaim).Select(c => c.Value);
        return held.Order(StringComparer.Ordinal).SequenceEqual((await accounts.GetRolesAsync(account)).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }
}
