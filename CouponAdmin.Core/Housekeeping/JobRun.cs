using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CouponAdmin.Core.Housekeeping;

/// <summary>The last turn of a job that one instance does for all. One row a job.</summary>
public sealed class JobRun
{
    public required string Name { get; init; }

    /// <summary>The instance that took the turn.</summary>
    public required string Instance { get; init; }

    public required StoreTime StartedAt { get; init; }

    /// <summary>Null while it runs, or when the instance ended in between.</summary>
    public StoreTime? EndedAt { get; init; }

    /// <summary>What was done, or why it failed.</summary>
    public string? Outcome { get; init; }

    public bool HasFailed { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<JobRun>
    {
        public void Configure(EntityTypeBuilder<JobRun> builder)
        {
            builder.ToTable("job_runs").HasKey(r => r.Name);
            builder.Property(r => r.Name).HasMaxLength(64);
            builder.Property(r => r.Instance).HasMaxLength(256);
            builder.Property(r => r.Outcome).HasMaxLength(JobTurns.OutcomeLengthMax);
        }
    }
}
