using System.Security.Cryptography;
using System.Text;
using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Operators;
using CouponAdmin.Core.Store;
using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Web.Accounts.SetUp;

/// <summary>The way in on a new database: no account is made by default, but whoever reads the log may make the first administrator, once.</summary>
/// <remarks>The code is shared by all instances through the database, and gone as soon as it was used. Somebody without the log has 80 bits to guess.</remarks>
internal sealed class FirstAdministrator(
    IDbContextFactory<CouponDbContext> databases, SecretVault vault, UserManager<Account> accounts, CouponDbContext ofIdentity, StoreClock clock)
{
    private const string SecretName = "set-up-code";
    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int GroupLetters = 4;
    private const int Groups = 4;

    /// <summary>The code to enter on the set-up page; null when there is an administrator already.</summary>
    public async Task<string?> CodeAsync(CancellationToken cancellationToken) =>
        await IsNeededAsync() ? CodeOf(await vault.GetOrCreateAsync(SecretName, cancellationToken)) : null;

    public async Task<bool> IsNeededAsync() => (await accounts.GetUsersInRoleAsync(Roles.Administrator)).Count == 0;

    /// <summary>Makes the account when the code is right; null in place of a result when it isn't, or was used already.</summary>
    /// <param name="address">Where the request came from, for the audit.</param>
    public async Task<IdentityResult?> CreateAsync(string? code, string email, string password, string? address, CancellationToken cancellationToken)
    {
        if (!await IsNeededAsync() || await SecretAsync(cancellationToken) is not { } secret || !IsSame(code, CodeOf(secret)))
        {
            return null;
        }

        Account account = new() { UserName = email, Email = email, DisplayName = email.Split('@')[0] };
        foreach (IPasswordValidator<Account> rule in accounts.PasswordValidators)
        {
            // Before the code is used up: a password that is too short costs another try, not the way in.
            if (await rule.ValidateAsync(accounts, account, password) is { Succeeded: false } refusal)
            {
                return refusal;
            }
        }

        return await UseUpAsync(cancellationToken) ? await CreateAsync(account, password, secret, address, cancellationToken) : null;
    }

    /// <summary>Makes the administrator that the settings name, where there is none yet.</summary>
    /// <exception cref="SettingException">The email or the password breaks a rule.</exception>
    public async Task CreateFromSettingsAsync(string email, string password)
    {
        Account account = new() { UserName = email, Email = email, DisplayName = email.Split('@')[0] };
        IdentityResult result = await accounts.CreateAsync(account, password);
        if (!result.Succeeded)
        {
            throw new SettingException($"SetUp:AdministratorEmail or SetUp:AdministratorPassword: {string.Join(' ', result.Errors.Select(error => error.Description))}");
        }

        RoleSeed.Require(await AppointAsync(account, Actor.System));
    }

    private sealed record Appointed(string Role) : IAuditChange;

    // Identity saves the role and, from the same context, the entry: one is never there without the other.
    private Task<IdentityResult> AppointAsync(Account account, Actor by)
    {
        AuditTrail.Write(ofIdentity, clock.Now, by, AuditAction.SetUp, account.Email ?? account.Id, change: new Appointed(Roles.Administrator));
        return accounts.AddToRoleAsync(account, Roles.Administrator);
    }

    private async Task<IdentityResult> CreateAsync(Account account, string password, byte[] secret, string? address, CancellationToken cancellationToken)
    {
        IdentityResult result = await accounts.CreateAsync(account, password);
        if (result.Succeeded)
        {
            return await AppointAsync(account, new Actor(account.Id, account.DisplayName, address));
        }

        // Not made after all, such as for an email that a member has: the code must stay good.
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        db.Add(new Secret { Name = SecretName, Value = secret });
        await db.SaveChangesAsync(cancellationToken);
        return result;
    }

    // Two who enter it at once: one of them takes the row.
    private async Task<bool> UseUpAsync(CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Secret>().Where(s => s.Name == SecretName).ExecuteDeleteAsync(cancellationToken) == 1;
    }

    private async Task<byte[]?> SecretAsync(CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Secret>().AsNoTracking().Where(s => s.Name == SecretName).Select(s => s.Value).FirstOrDefaultAsync(cancellationToken);
    }

    private static bool IsSame(string? entered, string code) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes((entered ?? "").Trim().ToUpperInvariant()), Encoding.UTF8.GetBytes(code));

    // Letters that aren't mixed up when they are read aloud (Crockford), five bits each.
    private static string CodeOf(byte[] secret) => string.Join(
        '-', Enumerable.Range(0, Groups).Select(group => string.Concat(secret.Skip(group * GroupLetters).Take(GroupLetters).Select(b => Letters[b & 31]))));
}
