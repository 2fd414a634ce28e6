using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Idempotency;
using CouponAdmin.Core.Issuance;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CouponAdmin.Core.Redemptions;

internal sealed class RedemptionMapping : IEntityTypeConfiguration<RedemptionRecord>
{
    public const string Table = "redemptions";

    private const int SubjectLengthMax = 450;
    private const int NameLengthMax = 256;
    private const int FingerprintLength = 16;

    public void Configure(EntityTypeBuilder<RedemptionRecord> builder)
    {
        builder.ToTable(Table).HasKey(r => r.Id);

        // The fence behind the conditional update: whatever the code does, a coupon has one use that stands, and a key one answer.
        builder.HasIndex(r => new { r.CampaignId, r.Ticket }, "ux_redemptions_standing").IsUnique().HasFilter("\"RolledBackAt\" IS NULL");
        builder.HasIndex(r => new { r.ActorId, r.Key }).IsUnique();
        builder.HasIndex(r => r.OrderId);

        // To the coupon, not to the campaign: a foreign key there would take a lock on the campaign's row, which a drain holds.
        builder.HasOne<IssuanceRecord>().WithMany().HasForeignKey(r => new { r.CampaignId, r.Ticket }).OnDelete(DeleteBehavior.Restrict);
        builder.Property(r => r.ActorId).HasMaxLength(SubjectLengthMax).HasAnnotation(CouponDbContext.Binary, true);
        builder.Property(r => r.ActorName).HasMaxLength(NameLengthMax);
        builder.Property(r => r.Key).HasMaxLength(IdempotencyRules.KeyLengthMax).HasAnnotation(CouponDbContext.Binary, true);
        builder.Property(r => r.Asked).HasMaxLength(FingerprintLength);
        builder.Property(r => r.OrderId).HasMaxLength(RedemptionRules.OrderIdLengthMax).HasAnnotation(CouponDbContext.Binary, true);
        builder.Property(r => r.Currency).HasMaxLength(3);
        builder.Property(r => r.RolledBackBy).HasMaxLength(NameLengthMax);
        builder.Property(r => r.RollbackReason).HasMaxLength(CampaignDraftRules.ReasonLengthMax);
    }
}
