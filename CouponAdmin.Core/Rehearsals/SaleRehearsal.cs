using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CouponAdmin.Core.Rehearsals;

/// <summary>Where a rehearsal stands, or how it ended.</summary>
public enum RehearsalState
{
    Running,

    /// <summary>An operator asked it to end, or a sale is about to open; its instance has not heard yet.</summary>
    Stopping,
    Done,

    /// <summary>An operator ended it.</summary>
    Stopped,

    /// <summary>A sale was open or about to open.</summary>
    GaveWay,

    /// <summary>Store, database or entrance did not answer, or it took too long.</summary>
    Failed,

    /// <summary>Its instance ended before it did; another one removed what it left.</summary>
    Died,
}

/// <summary>What a rehearsal is doing.</summary>
public enum RehearsalPhase
{
    /// <summary>The sale is made and warmed, and a few people go first, so that nothing is called for the first time.</summary>
    WarmingUp,

    /// <summary>As many claims as the entrance takes, all of which are admitted.</summary>
    Rush,

    /// <summary>A crowd that comes as the real one is expected to.</summary>
    Crowd,

    /// <summary>As many claims as the entrance takes, all of which come too late.</summary>
    SoldOut,

    /// <summary>What it made is removed.</summary>
    Clearing,
}

/// <summary>One rehearsal of a campaign's sale: while it runs, the sign that it does; afterwards its report.</summary>
public sealed class SaleRehearsal
{
    public long Id { get; init; }

    /// <summary>The campaign that it rehearses; removed with it.</summary>
    public long CampaignId { get; init; }

    /// <summary>Names the keys of the sale that it sold.</summary>
    public Guid ShadowKey { get; init; }

    public required string StartedBy { get; init; }
    public int Crowd { get; init; }
    public ArrivalCurve Curve { get; init; }
    public int Seconds { get; init; }
    public int People { get; init; }
    public int Connections { get; init; }
    public StoreTime StartedAt { get; init; }

    /// <summary>The last sign of the instance that runs it.</summary>
    public StoreTime BeatAt { get; set; }

    public StoreTime? EndedAt { get; set; }
    public RehearsalState State { get; set; }
    public RehearsalPhase Phase { get; set; }

    /// <summary>Claims that were answered up to the last sign.</summary>
    public int Answered { get; set; }

    /// <summary>A <see cref="RehearsalReport"/> as JSON; null unless it was done.</summary>
    public string? Report { get; set; }
}

internal sealed class SaleRehearsalMapping : IEntityTypeConfiguration<SaleRehearsal>
{
    private const int NameLengthMax = 256;
    private const int WordLengthMax = 16;

    public void Configure(EntityTypeBuilder<SaleRehearsal> builder)
    {
        builder.ToTable("rehearsals").HasKey(r => r.Id);
        builder.HasIndex(r => r.CampaignId);
        builder.HasIndex(r => r.ShadowKey).IsUnique();

        // What is under way is one, and asked for every few seconds.
        builder.HasIndex(r => r.EndedAt);
        builder.HasOne<Campaign>().WithMany().HasForeignKey(r => r.CampaignId).OnDelete(DeleteBehavior.Cascade);
        builder.Property(r => r.StartedBy).HasMaxLength(NameLengthMax);
        builder.Property(r => r.Curve).HasConversion<string>().HasMaxLength(WordLengthMax);
        builder.Property(r => r.State).HasConversion<string>().HasMaxLength(WordLengthMax);
        builder.Property(r => r.Phase).HasConversion<string>().HasMaxLength(WordLengthMax);
    }
}
