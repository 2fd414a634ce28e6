using System.Security.Cryptography;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Coupons;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Idempotency;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CouponAdmin.Core.Issuance.Pools;

/// <summary>One file of codes. Its codes count once it is attached, which the campaign's row says in the same transaction; until then nobody sees them.</summary>
public sealed class CodeImport
{
    /// <summary><see cref="FirstNumber"/> of an import that was given up: whoever still writes into it learns so at the next step.</summary>
    internal const int GivenUp = 0;

    public long Id { get; init; }
    public long CampaignId { get; init; }

    /// <summary>Whose key it is.</summary>
    public required string ActorId { get; init; }

    /// <summary>The asker's <c>Idempotency-Key</c>, kept as long as the codes.</summary>
    public required string Key { get; init; }

    /// <summary>The number of its first code: one above the pool as it was when the import began.</summary>
    public int FirstNumber { get; set; }

    /// <summary>How many codes it brought; 0 until it is attached.</summary>
    public int Codes { get; set; }

    /// <summary>SHA-256 of the file, so that the same key with another file is told from a repetition.</summary>
    public byte[]? FileHash { get; set; }

    /// <summary>The report as JSON, for who asks again.</summary>
    public string? Report { get; set; }

    /// <summary>When it last wrote something: an import that has ended with its instance is known by that.</summary>
    public StoreTime TouchedAt { get; set; }

    /// <summary>Null: its codes don't count yet.</summary>
    public StoreTime? AttachedAt { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<CodeImport>
    {
        /// <summary>As long as other subjects of tokens.</summary>
        private const int SubjectLengthMax = 450;

        public void Configure(EntityTypeBuilder<CodeImport> builder)
        {
            builder.ToTable("code_imports").HasKey(i => i.Id);
            builder.HasIndex(i => new { i.CampaignId, i.ActorId, i.Key }).IsUnique();
            builder.HasOne<Campaign>().WithMany().HasForeignKey(i => i.CampaignId).OnDelete(DeleteBehavior.Cascade);
            builder.Property(i => i.ActorId).HasMaxLength(SubjectLengthMax).HasAnnotation(CouponDbContext.Binary, true);
            builder.Property(i => i.Key).HasMaxLength(IdempotencyRules.KeyLengthMax).HasAnnotation(CouponDbContext.Binary, true);
            builder.Property(i => i.FileHash).HasMaxLength(SHA256.HashSizeInBytes);
        }
    }
}

/// <summary>One code of a pool: the code of coupon number <see cref="Number"/>, once its import is attached.</summary>
public sealed class PooledCode
{
    internal const string Table = "pooled_codes";

    public long ImportId { get; init; }
    public int Number { get; init; }

    /// <summary>As it stood in the file.</summary>
    public required string Code { get; init; }

    /// <summary>What a typed code is compared with (<see cref="PoolCode.LookUpOf"/>): unique in all pools.</summary>
    public required string LookUp { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<PooledCode>
    {
        public void Configure(EntityTypeBuilder<PooledCode> builder)
        {
            builder.ToTable(Table).HasKey(c => new { c.ImportId, c.Number });
            builder.HasIndex(c => c.LookUp).IsUnique();
            builder.HasOne<CodeImport>().WithMany().HasForeignKey(c => c.ImportId).OnDelete(DeleteBehavior.Cascade);
            builder.Property(c => c.Number).ValueGeneratedNever();
            builder.Property(c => c.Code).HasMaxLength(PoolCode.LengthMax).HasAnnotation(CouponDbContext.Binary, true);
            builder.Property(c => c.LookUp).HasMaxLength(PoolCode.LengthMax).HasAnnotation(CouponDbContext.Binary, true);
        }
    }
}
