using CouponAdmin.Core.Database;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Operators;

/// <summary>The five roles, made where they are missing.</summary>
public static class RoleSeed
{
    public static async Task RunAsync(RoleManager<IdentityRole> roles)
    {
        ArgumentNullException.ThrowIfNull(roles);
        foreach (string role in Roles.All)
        {
            if (!await roles.RoleExistsAsync(role))
            {
                await CreateAsync(roles, role);
            }
        }
    }

    // Two instances may start on a new database at once: the one that comes second finds the role made, before it asks or by the unique index.
    private static async Task CreateAsync(RoleManager<IdentityRole> roles, string role)
    {
        try
        {
            IdentityResult result = await roles.CreateAsync(new IdentityRole(role));
            if (!result.Succeeded && !await roles.RoleExistsAsync(role))
            {
                Require(result);
            }
        }
        catch (DbUpdateException e) when (DataErrors.Is(e))
        {
            if (!await roles.RoleExistsAsync(role))
            {
                throw;
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
