using System.Diagnostics.CodeAnalysis;
using CouponAdmin.Core.Database;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Operators;

/// <summary>Finds accounts for administrators.</summary>
public sealed class StaffDirectory(IDbContextFactory<CouponDbContext> databases)
{
    /// <summary>Accounts on one page at most.</summary>
    public const int PageSizeMax = 100;

    /// <summary>One page by name, with the number of all that match.</summary>
    /// <param name="search">A part of the name or email, in any case; null for all.</param>
    /// <param name="role">One role only; null for staff: every role but member.</param>
    public async Task<(IReadOnlyList<StaffView> Items, int Total)> SliceAsync(
        string? search, string? role, int skip, int take, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        IQueryable<StaffView> found = Matching(db, search, role);
        int total = await found.CountAsync(cancellationToken);
        List<StaffView> page = await found.Skip(Math.Max(0, skip)).Take(Math.Clamp(take, 1, PageSizeMax)).ToListAsync(cancellationToken);
        return (page, total);
    }

    /// <summary>Whether anybody may administer who can also sign in.</summary>
    public async Task<bool> HasAdministratorAsync(CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return (await AdministratorsAsync(db, cancellationToken)).Count > 0;
    }

    /// <summary>The ids of the administrators who are not disabled.</summary>
    internal static async Task<IReadOnlyList<string>> AdministratorsAsync(CouponDbContext db, CancellationToken cancellationToken)
    {
        // Few rows, compared here: providers differ in what the end of time is.
        List<Account> all = await WithRole(db).Where(a => a.Role == Roles.Administrator).Select(a => a.Account).AsNoTracking().ToListAsync(cancellationToken);
        return [.. all.Where(a => !a.IsDisabled).Select(a => a.Id)];
    }

    [SuppressMessage("Globalization", "CA1304", Justification = "Translated to the database's lower().")]
    [SuppressMessage("Globalization", "CA1311", Justification = "Translated to the database's lower().")]
    [SuppressMessage("Performance", "CA1862", Justification = "Translated to the database's lower().")]
    [SuppressMessage("Usage", "MA0011", Justification = "Translated to the database's lower().")]
    private static IQueryable<StaffView> Matching(CouponDbContext db, string? search, string? role)
    {
        IQueryable<AccountRole> found = role is null ? WithRole(db).Where(a => a.Role != Roles.Member) : WithRole(db).Where(a => a.Role == role);
        if (!string.IsNullOrWhiteSpace(search))
        {
            string term = search.Trim().ToLowerInvariant();
            found = found.Where(a => a.Account.DisplayName.ToLower().Contains(term) || a.Account.Email!.ToLower().Contains(term));
        }

        return found.OrderBy(a => a.Account.DisplayName).ThenBy(a => a.Account.Id)
            .Select(a => new StaffView(a.Account.Id, a.Account.Email ?? "", a.Account.DisplayName, a.Role, a.Account.LockoutEnd));
    }

    private static IQueryable<AccountRole> WithRole(CouponDbContext db) => db.Set<Account>()
        .Join(db.Set<IdentityUserRole<string>>(), a => a.Id, r => r.UserId, (account, held) => new { account, held.RoleId })
        .Join(db.Set<IdentityRole>(), a => a.RoleId, r => r.Id, (a, role) => new AccountRole { Account = a.account, Role = role.Name! });

    private sealed class AccountRole
    {
        public required Account Account { get; init; }
        public required string Role { get; init; }
    }
}
