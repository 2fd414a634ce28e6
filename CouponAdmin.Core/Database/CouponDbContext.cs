using System.Diagnostics.CodeAnalysis;
using CouponAdmin.Core.Operators;
using CouponAdmin.Core.Store;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Database;

/// <summary>Marks rows that are written by the thousand in one transaction, while a crowd waits for them.</summary>
public interface IWrittenInBulk;

/// <summary>The database. It names no feature's rows: each feature maps its own and writes <c>db.Set&lt;…&gt;()</c>.</summary>
/// <remarks>One derived context per provider, so that each has migrations of its own. Identity's base class asks for the type of account.</remarks>
public abstract class CouponDbContext(DbContextOptions options) : IdentityDbContext<Account>(options), IDataProtectionKeyContext
{
    /// <summary>Keys that protect cookies, shared by all instances.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>Compares by bytes: two members that differ by case are two members.</summary>
    internal abstract string? BinaryCollation { get; }

    /// <summary>Reads rows and locks them until the transaction ends; must run inside one. No filter hides any: around a statement that locks, none can be put.</summary>
    /// <param name="table">The table's name.</param>
    /// <param name="column">The column to look up by.</param>
    /// <param name="value">Its value.</param>
    [SuppressMessage("Security", "EF1002", Justification = "Table, column and hint are constants of this code; the value is a parameter.")]
    internal Task<List<T>> LockRowsAsync<T>(string table, string column, object value, CancellationToken cancellationToken)
        where T : class
    {
        (string before, string hint, string suffix) = RowLock;
        return Set<T>().FromSqlRaw($"{before}SELECT * FROM \"{table}\"{hint} WHERE \"{column}\" = {{0}}{suffix}", value).IgnoreQueryFilters().ToListAsync(cancellationToken);
    }

    /// <summary>What makes a SELECT lock its rows: statements before it, after the table, and at the end.</summary>
    protected abstract (string Before, string Hint, string Suffix) RowLock { get; }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);

        // SQLite can't compare a DateTimeOffset: every moment of ours is a whole number of microseconds.
        configurationBuilder.Properties<StoreTime>().HaveConversion<StoreTimeConverter>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(CouponDbContext).Assembly);
        foreach (var property in builder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()).Where(p => p.FindAnnotation(Binary) is not null))
        {
            property.SetCollation(BinaryCollation);
        }
    }

    /// <summary>Marks a column that is compared by bytes.</summary>
    internal const string Binary = "CouponAdmin:Binary";
}
