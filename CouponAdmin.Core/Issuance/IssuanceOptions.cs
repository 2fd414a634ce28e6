using System.ComponentModel.DataAnnotations;

namespace CouponAdmin.Core.Issuance;

/// <summary>Settings <c>Issuance:*</c>. Wrong values stop the start and name the setting.</summary>
public sealed class IssuanceOptions
{
    public const string Section = "Issuance";

    /// <summary>With 0.2 s for the next drainer to begin, a crowd waits two seconds at most for one that died.</summary>
    public static readonly TimeSpan DrainLeaseMax = TimeSpan.FromSeconds(1.8);

    /// <summary>How often the scheduler looks for claims to record; an admission in the same process wakes the drainer at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan DrainInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Claims recorded in one transaction.</summary>
    [Range(1, 10_000)]
    public int DrainBatchSize { get; set; } = 1_000;

    /// <summary>How long an instance is believed to be draining a campaign after its last sign, which is as long as claims wait for one that died.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:01.800")]
    public TimeSpan DrainLease { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>How long a claim may wait in the queue before the campaign's policy speaks.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan QueueTtl { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Claims sent to the store in one script.</summary>
    [Range(1, 1_000)]
    public int ClaimBatchSize { get; set; } = 256;

    /// <summary>A claim's deadline, from its arrival.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:30")]
    public TimeSpan ClaimTimeout { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>How long one claim waits for the database where it needs it: a campaign seen for the first time, or a ticket that is recorded already.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan DatabaseTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The secret that codes are derived with; empty: generated once and kept in the database.</summary>
    [RegularExpression("^(.{32,})?$", ErrorMessage = "The field CodeSecret must have at least 32 characters.")]
    public string CodeSecret { get; set; } = "";
}
