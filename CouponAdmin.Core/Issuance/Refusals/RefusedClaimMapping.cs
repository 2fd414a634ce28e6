using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CouponAdmin.Core.Issuance.Refusals;

internal sealed class RefusedClaimMapping : IEntityTypeConfiguration<RefusedClaim>
{
    public const string Table = "refused_claims";

    /// <summary>Letters of the longest kind: an answer's code.</summary>
    public const int KindLengthMax = 32;

    public void Configure(EntityTypeBuilder<RefusedClaim> builder)
    {
        // The member first: a look-up asks for one member in all campaigns.
        builder.ToTable(Table).HasKey(r => new { r.Member, r.CampaignId, r.Kind });
        builder.HasOne<Campaign>().WithMany().HasForeignKey(r => r.CampaignId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(r => r.Member).HasMaxLength(MemberId.LengthMax).HasAnnotation(CouponDbContext.Binary, true);
        builder.Property(r => r.Kind).HasMaxLength(KindLengthMax);
    }
}
