using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CouponAdmin.Core.Issuance.Bulk;

internal sealed class CouponJobMapping : IEntityTypeConfiguration<CouponJob>, IEntityTypeConfiguration<CouponJobItem>
{
    private const int SubjectLengthMax = 450;
    private const int NameLengthMax = 256;
    private const int WordLengthMax = 16;

    public void Configure(EntityTypeBuilder<CouponJob> builder)
    {
        builder.ToTable("coupon_jobs").HasKey(j => j.Id);
        builder.HasIndex(j => new { j.CampaignId, j.Id });

        // What is unfinished is few, and asked for every second.
        builder.HasIndex(j => j.FinishedAt);
        builder.Property(j => j.Turn).IsConcurrencyToken();
        builder.Property(j => j.Act).HasConversion<string>().HasMaxLength(WordLengthMax);
        builder.Property(j => j.Reason).HasMaxLength(CampaignDraftRules.ReasonLengthMax);
        builder.Property(j => j.ActorId).HasMaxLength(SubjectLengthMax);
        builder.Property(j => j.ActorName).HasMaxLength(NameLengthMax);
        builder.Property(j => j.Address).HasMaxLength(AuditTrail.AddressLengthMax);
    }

    public void Configure(EntityTypeBuilder<CouponJobItem> builder)
    {
        builder.ToTable("coupon_job_items").HasKey(i => new { i.JobId, i.Position });
        builder.HasOne<CouponJob>().WithMany().HasForeignKey(i => i.JobId).OnDelete(DeleteBehavior.Cascade);
        builder.Property(i => i.Position).ValueGeneratedNever();
        builder.Property(i => i.Outcome).HasConversion<string>().HasMaxLength(WordLengthMax);
    }
}
