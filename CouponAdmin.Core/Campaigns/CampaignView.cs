using System.Text.Json.Serialization;

namespace CouponAdmin.Core.Campaigns;

/// <summary>A campaign as shown to people and programs, at one moment of the store's clock.</summary>
/// <param name="Remaining">Units that nobody has asked for yet; null while it is not known (a draft, or a store that doesn't answer). Never below 0.</param>
/// <param name="ServerTime">The store's clock when the view was made.</param>
public sealed record CampaignView(
    string Slug,
    string Name,
    string Description,
    CampaignState State,
    int Quantity,
    int? Remaining,
    DateTimeOffset OpensAt,
    DateTimeOffset ClosesAt,
    Benefit Benefit,
    int CouponValidDays,
    int? QueueTtlSeconds,
    QueueTtlPolicy QueueTtlPolicy,
    DateTimeOffset CreatedAt,
    DateTimeOffset ServerTime)
{
    /// <summary>The moment of the last coupon when all are gone; null otherwise or when not known.</summary>
    public DateTimeOffset? SoldOutAt { get; init; }

    /// <summary>Claims must bring the answer to a challenge; the first one without it is told which.</summary>
    public bool AsksProof { get; init; }

    /// <summary>Who may claim.</summary>
    public Eligibility Eligibility { get; init; }

    /// <summary>For whom the offer is, in the operator's words; null: none were written.</summary>
    public string? EligibleText { get; init; }

    /// <summary>When an operator last changed it, or made it. Sales leave it as it is.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Changes with everything that operators can change, and with nothing else: claims leave it as it is. The <c>ETag</c> of the interface.</summary>
    public string Version { get; init; } = "";

    /// <summary>An operator paused it: also before the opening, when the state still says "scheduled". For the console; programs read the state.</summary>
    [JsonIgnore]
    public bool IsPaused { get; init; }

    /// <summary>How many members are on the list of those who may claim. For the console; programs ask for the list.</summary>
    [JsonIgnore]
    public int ListedMembers { get; init; }

    /// <summary>How many codes its pool holds; 0: codes are generated. For the console; programs ask for the pool.</summary>
    [JsonIgnore]
    public int PoolCodes { get; init; }
}
