using CouponAdmin.Core.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CouponAdmin.Core.Campaigns;

internal sealed class CampaignMapping : IEntityTypeConfiguration<Campaign>
{
    public const string Table = "campaigns";

    public void Configure(EntityTypeBuilder<Campaign> builder)
    {
        // The fence behind everything: whatever a script, a drainer or an operator does, the database never holds more than the quantity.
        builder.ToTable(Table, table => table.HasCheckConstraint("ck_campaigns_held", "\"Issued\" - \"Returned\" <= \"Quantity\""));
        builder.HasQueryFilter(c => c.Slug != ShadowSale.Slug);
        builder.HasKey(c => c.Id);
        builder.HasIndex(c => c.Key).IsUnique();
        builder.HasIndex(c => c.Slug).IsUnique();
        builder.Property(c => c.Slug).HasMaxLength(CampaignDraftRules.SlugLengthMax).HasAnnotation(CouponDbContext.Binary, true);
        builder.Property(c => c.Name).HasMaxLength(CampaignDraftRules.NameLengthMax);
        builder.Property(c => c.Description).HasMaxLength(CampaignDraftRules.DescriptionLengthMax);
        builder.Property(c => c.BenefitKind).HasConversion<string>().HasMaxLength(16);
        builder.Property(c => c.BenefitCurrency).HasMaxLength(3);
        builder.Property(c => c.BenefitText).HasMaxLength(BenefitDraftRules.TextLengthMax);
        builder.Property(c => c.BenefitTerms).HasMaxLength(BenefitDraftRules.TermsLengthMax);
        builder.Property(c => c.EligibleText).HasMaxLength(CampaignDraftRules.EligibleTextLengthMax);
        builder.Property(c => c.QueueTtlPolicy).HasConversion<string>().HasMaxLength(16);
        builder.Property(c => c.QueueTtl).HasConversion<long?>();
        builder.Ignore(c => c.Held).Ignore(c => c.MemberListName).Ignore(c => c.Room).Ignore(c => c.HasPool).Ignore(c => c.Benefit);
    }
}
