using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CouponAdmin.Core.Issuance.Eligibility;

/// <summary>A list of members who may claim, as it was imported for one campaign. Never changed: another import is another list, and the campaign names the one in force.</summary>
public sealed class MemberList
{
    public long Id { get; init; }
    public long CampaignId { get; init; }

    /// <summary>Its name in the campaign's row and in the store.</summary>
    public Guid Key { get; init; }

    public StoreTime ImportedAt { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<MemberList>
    {
        public void Configure(EntityTypeBuilder<MemberList> builder)
        {
            builder.ToTable("member_lists").HasKey(l => l.Id);
            builder.HasIndex(l => l.Key).IsUnique();
            builder.HasOne<Campaign>().WithMany().HasForeignKey(l => l.CampaignId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}

/// <summary>One member of a list.</summary>
public sealed class ListedMember
{
    internal const string Table = "listed_members";

    public long ListId { get; init; }
    public required string Member { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<ListedMember>
    {
        public void Configure(EntityTypeBuilder<ListedMember> builder)
        {
            builder.ToTable(Table).HasKey(m => new { m.ListId, m.Member });

            // All that is kept of one member is found by their id.
            builder.HasIndex(m => m.Member);
            builder.HasOne<MemberList>().WithMany().HasForeignKey(m => m.ListId).OnDelete(DeleteBehavior.Cascade);
            builder.Property(m => m.Member).HasMaxLength(MemberId.LengthMax).HasAnnotation(CouponDbContext.Binary, true);
        }
    }
}
