using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CouponAdmin.Core.Database;

/// <summary>A secret that all instances share.</summary>
public sealed class Secret
{
    public required string Name { get; init; }
    public required byte[] Value { get; init; }
}

/// <summary>Secrets that no setting gives: generated once, kept in the database, the same for every instance.</summary>
public sealed class SecretVault(IDbContextFactory<CouponDbContext> databases)
{
    /// <summary>HMAC-SHA256 keys: as long as the hash, as RFC 2104 recommends.</summary>
    public const int SecretBytes = 32;

    /// <summary>Gives the secret of that name, made on the first call of the first instance.</summary>
    public Task<byte[]> GetOrCreateAsync(string name, CancellationToken cancellationToken) =>
        GetOrCreateAsync(name, () => RandomNumberGenerator.GetBytes(SecretBytes), cancellationToken);

    /// <summary>Gives what is kept under that name, made by <paramref name="make"/> on the first call of the first instance.</summary>
    public async Task<byte[]> GetOrCreateAsync(string name, Func<byte[]> make, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, name, cancellationToken) is { } found)
        {
            return found;
        }

        try
        {
            byte[] made = make();
            db.Add(new Secret { Name = name, Value = made });
            await db.SaveChangesAsync(cancellationToken);
            return made;
        }
        catch (DbUpdateException e)
        {
            // Another instance was first; its secret is the one.
            return await FindAsync(db, name, cancellationToken) ?? throw new InvalidOperationException($"The secret '{name}' can be neither written nor read.", e);
        }
    }

    /// <summary>Puts another value in the place of a known one; gives what is kept then, which is another instance's if that one was first.</summary>
    public async Task<byte[]> ReplaceAsync(string name, byte[] known, byte[] value, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Set<Secret>().Where(s => s.Name == name && s.Value == known).ExecuteUpdateAsync(set => set.SetProperty(s => s.Value, value), cancellationToken);
        return await FindAsync(db, name, cancellationToken) ?? throw new InvalidOperationException($"The secret '{name}' is gone.");
    }

    private static Task<byte[]?> FindAsync(CouponDbContext db, string name, CancellationToken cancellationToken) =>
        db.Set<Secret>().AsNoTracking().Where(s => s.Name == name).Select(s => s.Value).FirstOrDefaultAsync(cancellationToken);

    private sealed class Mapping : IEntityTypeConfiguration<Secret>
    {
        public void Configure(EntityTypeBuilder<Secret> builder)
        {
            builder.ToTable("secrets").HasKey(s => s.Name);
            builder.Property(s => s.Name).HasMaxLength(100);
        }
    }
}
