using CouponAdmin.Core.Database;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance;

/// <summary>Who may not claim.</summary>
public sealed class DisabledMembers(IDbContextFactory<CouponDbContext> databases) : RenewedSet(databases)
{
    /// <summary>Members disabled at once, in all campaigns together: every instance holds them in memory and reads them every second.</summary>
    public const int DisabledMembersMax = 10_000;

    private protected override IQueryable<string> NamesIn(CouponDbContext db) => db.Set<DisabledMember>().Select(d => d.Member);
}
