using CouponAdmin.Core.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CouponAdmin.Core.Webhooks;

internal sealed class WebhookMapping : IEntityTypeConfiguration<Webhook>, IEntityTypeConfiguration<WebhookDelivery>
{
    public const string Table = "webhooks";

    private const string DeliveryTable = "webhook_deliveries";
    private const int WordLengthMax = 20;
    private const int TypesLengthMax = 500;
    private const int ProtectedLengthMax = 1_000;
    private const int OwnerLengthMax = 200;

    public void Configure(EntityTypeBuilder<Webhook> builder)
    {
        builder.ToTable(Table).HasKey(w => w.Id);
        builder.Property(w => w.Id).HasMaxLength(WebhookRules.IdLength).HasAnnotation(CouponDbContext.Binary, true);
        builder.Property(w => w.Name).HasMaxLength(WebhookRules.NameLengthMax);
        builder.Property(w => w.Url).HasMaxLength(WebhookRules.UrlLengthMax);
        builder.Property(w => w.Types).HasMaxLength(TypesLengthMax);
        builder.Property(w => w.Secret).HasMaxLength(ProtectedLengthMax);
        builder.Property(w => w.OldSecret).HasMaxLength(ProtectedLengthMax);
        builder.Property(w => w.State).HasConversion<string>().HasMaxLength(WordLengthMax);
        builder.Property(w => w.LeaseOwner).HasMaxLength(OwnerLengthMax);
    }

    public void Configure(EntityTypeBuilder<WebhookDelivery> builder)
    {
        builder.ToTable(DeliveryTable).HasKey(d => d.Id);
        builder.HasIndex(d => new { d.WebhookId, d.Id });
        builder.HasOne<Webhook>().WithMany().HasForeignKey(d => d.WebhookId).OnDelete(DeleteBehavior.Cascade);
        builder.Property(d => d.WebhookId).HasMaxLength(WebhookRules.IdLength).HasAnnotation(CouponDbContext.Binary, true);
        builder.Property(d => d.MessageId).HasMaxLength(WebhookRules.MessageIdLengthMax);
        builder.Property(d => d.Kind).HasConversion<string>().HasMaxLength(WordLengthMax);
        builder.Property(d => d.Outcome).HasConversion<string>().HasMaxLength(WordLengthMax);
        builder.Property(d => d.Answer).HasMaxLength(WebhookRules.AnswerLengthMax);
    }
}
