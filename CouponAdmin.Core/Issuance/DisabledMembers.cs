using System.Collections.Frozen;
using CouponAdmin.Core.Database;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance;

/// <summary>Who may not claim, from memory: a claim costs a look into a set, never a query. Renewed at least every second (<see cref="DisabledMembersWatch"/>).</summary>
public sealed class DisabledMembers(IDbContextFactory<CouponDbContext> databases) : IDisposable
{
    /// <summary>Members disabled at once, in all campaigns together: every instance holds them in memory and reads them every second.</summary>
    public const int DisabledMembersMax = 10_000;

    // One renewal at a time: an older reading must not replace a newer one.
    private readonly SemaphoreSlim _renewing = new(1);
    private volatile FrozenSet<string> _members = [];

    /// <summary>Whether this member may not claim, as of the last renewal.</summary>
    public bool Has(string member) => _members.Contains(member);

    internal async Task RenewAsync(CancellationToken cancellationToken)
    {
        await _renewing.WaitAsync(cancellationToken);
        try
        {
            await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
            List<string> now = await db.Set<DisabledMember>().Select(d => d.Member).ToListAsync(cancellationToken);
            if (!_members.SetEquals(now))
            {
                _members = now.ToFrozenSet(StringComparer.Ordinal);
            }
        }
        finally
        {
            _renewing.Release();
        }
    }

    public void Dispose() => _renewing.Dispose();
}
