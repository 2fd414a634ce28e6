using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CouponAdmin.Core.Issuance.Tally;

/// <summary>A campaign's answers in one second, kept for good: the store's tallies go after two days, the report stays.</summary>
public sealed class TallyRecord
{
    public long CampaignId { get; init; }

    /// <summary>The second's beginning, on the store's clock.</summary>
    public StoreTime Second { get; init; }

    public int Admitted { get; set; }
    public int Repeated { get; set; }
    public int SoldOut { get; set; }
    public int Refused { get; set; }
    public int Limited { get; set; }
    public int NotEligible { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<TallyRecord>
    {
        public void Configure(EntityTypeBuilder<TallyRecord> builder)
        {
            builder.ToTable("claim_tallies").HasKey(t => new { t.CampaignId, t.Second });
            builder.HasOne<Campaign>().WithMany().HasForeignKey(t => t.CampaignId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
