using System.Collections.Frozen;
using CouponAdmin.Core.Results;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Database;

/// <summary>A small set of names from the database, kept in memory: a claim costs a look into a set, never a query. Renewed at least every second (<see cref="RenewedSetsWatch"/>).</summary>
public abstract class RenewedSet(IDbContextFactory<CouponDbContext> databases) : IDisposable
{
    // One renewal at a time: an older reading must not replace a newer one.
    private readonly SemaphoreSlim _renewing = new(1);
    private volatile FrozenSet<string> _names = [];

    /// <summary>Whether the set holds this name, as of the last renewal.</summary>
    public bool Has(string name) => _names.Contains(name);

    internal async Task RenewAsync(CancellationToken cancellationToken)
    {
        await _renewing.WaitAsync(cancellationToken);
        try
        {
            await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
            List<string> now = await NamesIn(db).ToListAsync(cancellationToken);
            if (!_names.SetEquals(now))
            {
                _names = now.ToFrozenSet(StringComparer.Ordinal);
            }
        }
        finally
        {
            _renewing.Release();
        }
    }

    /// <summary>Renews after an act that is committed: false when the database doesn't answer just then; the next renewal, within a second, learns of it.</summary>
    internal async Task<bool> TryRenewAsync()
    {
        try
        {
            await RenewAsync(CancellationToken.None);
            return true;
        }
        catch (Exception e) when (Outage.Is(e))
        {
            return false;
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The query that gives the names of this moment.</summary>
    private protected abstract IQueryable<string> NamesIn(CouponDbContext db);

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _renewing.Dispose();
        }
    }
}
