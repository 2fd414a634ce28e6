using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CouponAdmin.Core.Events;

internal sealed class EventMapping : IEntityTypeConfiguration<CouponEvent>, IEntityTypeConfiguration<EventLogEnd>, IEntityTypeConfiguration<EventMark>
{
    public const string EndTable = "event_log_end";

    private const string Table = "coupon_events";
    private const string MarkTable = "event_marks";
    private const int KindLengthMax = 32;

    public void Configure(EntityTypeBuilder<CouponEvent> builder)
    {
        builder.ToTable(Table).HasKey(e => e.Id);
        builder.Property(e => e.Kind).HasConversion<string>().HasMaxLength(KindLengthMax);

        // A place is given once, whatever a numberer does; and what has none yet is found without looking at the rest.
        builder.HasIndex(e => e.Last).IsUnique();
        builder.HasIndex(e => new { e.Last, e.Id });
    }

    public void Configure(EntityTypeBuilder<EventLogEnd> builder)
    {
        builder.ToTable(EndTable).HasKey(e => e.Id);
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.HasData(new EventLogEnd());
    }

    public void Configure(EntityTypeBuilder<EventMark> builder)
    {
        builder.ToTable(MarkTable).HasKey(m => m.CampaignId);
        builder.Property(m => m.CampaignId).ValueGeneratedNever();
    }
}
