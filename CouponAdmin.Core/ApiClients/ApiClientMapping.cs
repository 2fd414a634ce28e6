using System.Security.Cryptography;
using CouponAdmin.Core.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CouponAdmin.Core.ApiClients;

internal sealed class ApiClientMapping : IEntityTypeConfiguration<ApiClient>
{
    public const string Table = "api_clients";
    private const int ScopesLengthMax = 500;

    public void Configure(EntityTypeBuilder<ApiClient> builder)
    {
        builder.ToTable(Table).HasKey(c => c.Id);
        builder.Property(c => c.Id).HasMaxLength(ApiClientRules.IdLength).HasAnnotation(CouponDbContext.Binary, true);
        builder.Property(c => c.Name).HasMaxLength(ApiClientRules.NameLengthMax);
        builder.Property(c => c.Scopes).HasMaxLength(ScopesLengthMax);
        builder.Property(c => c.SecretHash).HasMaxLength(SHA256.HashSizeInBytes);
        builder.Property(c => c.SecretPrefix).HasMaxLength(ApiSecrets.PrefixLength);
        builder.Property(c => c.OldSecretHash).HasMaxLength(SHA256.HashSizeInBytes);
        builder.Property(c => c.OldSecretPrefix).HasMaxLength(ApiSecrets.PrefixLength);

        // Every instance asks for the lately revoked every second.
        builder.HasIndex(c => c.RevokedAt);
    }
}
