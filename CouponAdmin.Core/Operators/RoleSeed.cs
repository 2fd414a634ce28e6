using Microsoft.AspNetCore.Identity;

namespace CouponAdmin.Core.Operators;

/// <summary>The four roles, made where they are missing.</summary>
public static class RoleSeed
{
    public static async Task RunAsync(RoleManager<IdentityRole> roles)
    {
        ArgumentNullException.ThrowIfNull(roles);
        foreach (string role in Roles.All)
        {
            if (!await roles.RoleExistsAsync(role))
            {
                Require(await roles.CreateAsync(new IdentityRole(role)));
            }
        }
    }

    /// <summary>Throws when an account or role could not be made: a start without it would look like a wrong password.</summary>
    public static void Require(IdentityResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(string.Join(' ', result.Errors.Select(e => e.Description)));
        }
    }
}
