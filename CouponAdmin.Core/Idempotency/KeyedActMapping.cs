using CouponAdmin.Core.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CouponAdmin.Core.Idempotency;

internal sealed class KeyedActMapping : IEntityTypeConfiguration<KeyedActRecord>
{
    public const int LocationLengthMax = 500;
    public const int TagLengthMax = 100;
    public const int ContentTypeLengthMax = 100;
    private const int SubjectLengthMax = 450;
    private const int FingerprintLength = 16;

    public void Configure(EntityTypeBuilder<KeyedActRecord> builder)
    {
        builder.ToTable("keyed_acts").HasKey(a => a.Id);

        // Of two requests with one key the index lets one through.
        builder.HasIndex(a => new { a.ActorId, a.Key }).IsUnique();
        builder.HasIndex(a => a.At);
        builder.Property(a => a.ActorId).HasMaxLength(SubjectLengthMax).HasAnnotation(CouponDbContext.Binary, true);
        builder.Property(a => a.Key).HasMaxLength(IdempotencyRules.KeyLengthMax).HasAnnotation(CouponDbContext.Binary, true);
        builder.Property(a => a.Asked).HasMaxLength(FingerprintLength);

        // The transaction of an act says which turn it belongs to; after another has begun it changes no row, and is undone.
        builder.Property(a => a.Turn).IsConcurrencyToken();
        builder.Property(a => a.Location).HasMaxLength(LocationLengthMax);
        builder.Property(a => a.Tag).HasMaxLength(TagLengthMax);
        builder.Property(a => a.ContentType).HasMaxLength(ContentTypeLengthMax);
    }
}
