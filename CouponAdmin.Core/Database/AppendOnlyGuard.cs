using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CouponAdmin.Core.Database;

/// <summary>Marks rows that are written once: no code of the product changes or removes them.</summary>
public interface IAppendOnly;

/// <summary>Refuses to save a change or removal of an <see cref="IAppendOnly"/> row, in every context of every provider.</summary>
/// <remarks>It guards the product against itself. Somebody with the database's own password is kept out by the database's rights (docs/security.md).</remarks>
internal sealed class AppendOnlyGuard : SaveChangesInterceptor
{
    public static readonly AppendOnlyGuard Instance = new();

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Check(eventData.Context);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Check(eventData.Context);
        return ValueTask.FromResult(result);
    }

    private static void Check(DbContext? context)
    {
        if (context?.ChangeTracker.Entries<IAppendOnly>().FirstOrDefault(e => e.State is EntityState.Modified or EntityState.Deleted) is { } touched)
        {
            throw new InvalidOperationException($"{touched.Metadata.ClrType.Name} is append-only: its rows are never changed or removed.");
        }
    }
}
