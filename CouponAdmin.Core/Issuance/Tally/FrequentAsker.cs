using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CouponAdmin.Core.Issuance.Tally;

/// <summary>A member who asked often in a campaign, and how often: for the report, never for a decision.</summary>
public sealed class FrequentAsker
{
    public long CampaignId { get; init; }
    public required string Member { get; init; }
    public int Times { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<FrequentAsker>
    {
        public void Configure(EntityTypeBuilder<FrequentAsker> builder)
        {
            builder.ToTable("frequent_askers").HasKey(a => new { a.CampaignId, a.Member });
            builder.HasOne<Campaign>().WithMany().HasForeignKey(a => a.CampaignId).OnDelete(DeleteBehavior.Restrict);
            builder.Property(a => a.Member).HasMaxLength(MemberId.LengthMax).HasAnnotation(CouponDbContext.Binary, true);
        }
    }
}
