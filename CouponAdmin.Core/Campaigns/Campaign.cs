using System.Globalization;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Campaigns;

/// <summary>What becomes of a claim that waited longer than the queue's time to live (store time − ticket).</summary>
public enum QueueTtlPolicy
{
    /// <summary>It is still issued, and the operator sees an alarm.</summary>
    Honour,

    /// <summary>It is recorded as expired, the member is told, and its unit is given on.</summary>
    Expire,
}

/// <summary>A time-boxed offer with a quantity, a window and a state; the row also keeps the books that fence every issue.</summary>
/// <remarks>Every change locks this row first (see <see cref="CampaignLock"/>) and raises <see cref="Version"/> when a fact in the store changes with it.</remarks>
public sealed class Campaign
{
    public long Id { get; init; }

    /// <summary>Names the store's keys. Random, so that a database that starts anew beside an old store inherits no queue.</summary>
    public required Guid Key { get; init; }

    public required string Slug { get; set; }
    public required string Name { get; set; }
    public string Description { get; set; } = "";
    public int Quantity { get; set; }
    public StoreTime OpensAt { get; set; }
    public StoreTime ClosesAt { get; set; }
    public BenefitKind BenefitKind { get; set; }
    public long BenefitValue { get; set; }
    public string? BenefitCurrency { get; set; }
    public long? BenefitMaximum { get; set; }
    public long? BenefitMinimumOrder { get; set; }
    public string? BenefitText { get; set; }
    public string? BenefitTerms { get; set; }
    public int CouponValidDays { get; set; }

    /// <summary>Null: the setting <c>Issuance:QueueTtl</c>.</summary>
    public TimeSpan? QueueTtl { get; set; }

    public QueueTtlPolicy QueueTtlPolicy { get; set; }
    public StoreTime CreatedAt { get; init; }

    /// <summary>When an operator last changed it; null: never since it was made.</summary>
    public StoreTime? ChangedAt { get; set; }

    public bool IsPublished { get; set; }
    public bool IsPaused { get; set; }
    public bool IsClosed { get; set; }

    /// <summary>Claims must bring the answer to a challenge. A fact of the door alone: the store doesn't know it.</summary>
    public bool AsksProof { get; set; }

    /// <summary>Names the list of the members who may claim, in database and store. Random, so that a restored database names no other list by it. Null: everyone may.</summary>
    public Guid? MemberListKey { get; set; }

    /// <summary>How many members that list holds; 0 without one.</summary>
    public int MemberListSize { get; set; }

    /// <summary>How many codes of its own the campaign has, in place of generated ones: number <c>n</c> gets the <c>n</c>-th of them. 0: codes are generated.</summary>
    public int PoolSize { get; set; }

    /// <summary>For whom the offer is, in the operator's words; null: the product's own words.</summary>
    public string? EligibleText { get; set; }

    public bool IsArchived { get; set; }

    /// <summary>When the store's keys were given their expiry: closed and drained. From then on the database alone answers.</summary>
    public StoreTime? SealedAt { get; set; }

    /// <summary>How many numbers were given: 1…Issued without gaps. Only rises.</summary>
    public int Issued { get; set; }

    /// <summary>Issued rows that were revoked with their unit given back.</summary>
    public int Returned { get; set; }

    /// <summary>Rows that could not be stored as issued; each keeps its unit until somebody decides.</summary>
    public int Quarantined { get; set; }

    /// <summary>Tickets that hold no unit: revoked with return, expired in the queue, refused.</summary>
    public int Voided { get; set; }

    /// <summary>Rows of any status.</summary>
    public int Recorded { get; set; }

    /// <summary>The ticket up to which everything is recorded. This one is the truth, the store's is a copy.</summary>
    public long Watermark { get; set; }

    /// <summary>Tickets up to here may have been lost with the store, and the loss is mended; new tickets rise above it.</summary>
    public long Floor { get; set; }

    /// <summary>Rises when the store lost data, so that a drainer that read before can't commit.</summary>
    public int Epoch { get; set; }

    /// <summary>Rises with every change of a fact that the store holds; the store takes facts only if theirs is newer.</summary>
    public long Version { get; set; }

    /// <summary>Codes come from a pool.</summary>
    public bool HasPool => PoolSize > 0;

    /// <summary>The list's name as the store writes it; empty when everyone may claim.</summary>
    public string MemberListName => MemberListKey?.ToString("N") ?? "";

    /// <summary>Its size in the same way.</summary>
    internal string MemberListSizeName => MemberListKey is null ? "" : MemberListSize.ToString(CultureInfo.InvariantCulture);

    /// <summary>Units in members' hands.</summary>
    public int Held => Issued - Returned;

    /// <summary>Units that a drain may still issue: quarantined rows keep theirs.</summary>
    public int Room => Math.Max(0, Quantity - Held - Quarantined);

    public Benefit Benefit => new(BenefitKind, BenefitValue, BenefitCurrency)
    {
        Maximum = BenefitMaximum,
        MinimumOrder = BenefitMinimumOrder,
        Text = BenefitText,
        Terms = BenefitTerms,
    };

    /// <summary>The state at <paramref name="now"/> on the store's clock; <paramref name="remaining"/> is null when it isn't known.</summary>
    public CampaignState StateAt(StoreTime now, int? remaining) => this switch
    {
        { IsArchived: true } => CampaignState.Archived,
        { IsPublished: false } => CampaignState.Draft,
        { IsClosed: true } => CampaignState.Closed,
        _ when now >= ClosesAt => CampaignState.Closed,
        _ when now < OpensAt => CampaignState.Scheduled,
        { IsPaused: true } => CampaignState.Paused,
        _ when remaining <= 0 => CampaignState.SoldOut,
        _ => CampaignState.Open,
    };
}
