using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Coupons;
using CouponAdmin.Core.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CouponAdmin.Core.Issuance;

internal sealed class IssuanceMapping : IEntityTypeConfiguration<IssuanceRecord>
{
    public const string Table = "issuances";

    public void Configure(EntityTypeBuilder<IssuanceRecord> builder)
    {
        builder.ToTable(Table);

        // Unique (campaign, ticket), (campaign, member), (campaign, number) and code: a doubled unit is an error of the database, never a row.
        builder.HasKey(i => new { i.CampaignId, i.Ticket });
        // The member first: one index finds a member's claim in one campaign and a member's coupons of all.
        builder.HasIndex(i => new { i.Member, i.CampaignId }).IsUnique();
        builder.HasIndex(i => new { i.CampaignId, i.Number }).IsUnique();
        builder.HasIndex(i => i.Code).IsUnique();
        builder.HasOne<Campaign>().WithMany().HasForeignKey(i => i.CampaignId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(i => i.Ticket).ValueGeneratedNever();
        builder.Property(i => i.Member).HasMaxLength(MemberId.LengthMax).HasAnnotation(CouponDbContext.Binary, true);
        builder.Property(i => i.Status).HasConversion<string>().HasMaxLength(16);
        builder.Property(i => i.Code).HasMaxLength(PoolCode.LengthMax).HasAnnotation(CouponDbContext.Binary, true);
        builder.Property(i => i.RevokeReason).HasMaxLength(CampaignDraftRules.ReasonLengthMax);
        builder.Ignore(i => i.ClaimedAt);
    }
}
