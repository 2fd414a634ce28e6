using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CouponAdmin.Core.Issuance;

/// <summary>A member who may not claim, in any campaign, with or without an account here. Coupons already given stay.</summary>
public sealed class DisabledMember
{
    public required string Member { get; init; }
    public StoreTime At { get; init; }
    public required string Reason { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<DisabledMember>
    {
        public void Configure(EntityTypeBuilder<DisabledMember> builder)
        {
            builder.ToTable("disabled_members").HasKey(d => d.Member);
            builder.Property(d => d.Member).HasMaxLength(MemberId.LengthMax).HasAnnotation(CouponDbContext.Binary, true);
            builder.Property(d => d.Reason).HasMaxLength(CampaignDraftRules.ReasonLengthMax);
        }
    }
}
