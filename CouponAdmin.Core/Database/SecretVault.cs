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
    public async Task<byte[]> GetOrCreateAsync(string name, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, name, cancellationToken) is { } found)
        {
            return found;
        }

        try
        {
            byte[] made = RandomNumberGenerator.GetBytes(SecretBytes);
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
