using System.Text.Json;
using System.Text.Json.Serialization;

namespace CouponAdmin.Core.Events;

/// <summary>What an event tells besides which coupon or campaign it is about. Kept as JSON; a reader ignores what it doesn't know.</summary>
public sealed record EventDetail
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Of a revoked coupon: its unit went on sale again.</summary>
    public bool? UnitReturned { get; init; }

    public EventRedemption? Redemption { get; init; }
    public EventChange? Change { get; init; }

    internal string ToJson() => JsonSerializer.Serialize(this, Json);

    internal static EventDetail Of(string? json) => json is null ? new EventDetail() : JsonSerializer.Deserialize<EventDetail>(json, Json)!;
}

/// <summary>A use of a coupon.</summary>
/// <param name="OrderAmount">In the smallest unit of the currency, as is the discount.</param>
public sealed record EventRedemption(string OrderId, long OrderAmount, long Discount, string Currency);

/// <summary>What was done to a campaign, and how it stands since.</summary>
/// <param name="Action">The act by its name in the audit, such as <c>pause-campaign</c>.</param>
public sealed record EventChange(
    string Action, string Name, int Quantity, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, bool IsPaused, bool IsClosed, bool IsArchived);
