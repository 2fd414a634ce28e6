using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.ApiClients;

/// <summary>Clients whose tokens are refused although they haven't run out. Every instance holds them in memory, so that a claim by a member's token asks nothing of the database.</summary>
public sealed class RevokedApiClients(IDbContextFactory<CouponDbContext> databases, StoreClock clock) : RenewedSet(databases)
{
    /// <summary>Past the longest life of a token, with room for clocks: a client that was revoked earlier has none left.</summary>
    public static readonly TimeSpan KeptFor = MemberTokens.LifetimeMax + TimeSpan.FromHours(1);

    private protected override IQueryable<string> NamesIn(CouponDbContext db)
    {
        StoreTime since = clock.Now + -KeptFor;
        return db.Set<ApiClient>().Where(c => c.RevokedAt != null && c.RevokedAt > since).Select(c => c.Id);
    }
}
