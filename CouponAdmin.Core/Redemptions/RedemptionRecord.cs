using CouponAdmin.Core.Events;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Redemptions;

/// <summary>One use of a coupon for one order: a row of the database, written in the transaction that uses the coupon. Later only a rollback changes it.</summary>
/// <remarks>Whose coupon it is stands in the coupon's own row alone, so that erasing a member has one place less to go to.</remarks>
public sealed class RedemptionRecord
{
    public long Id { get; init; }

    /// <summary>With <see cref="Ticket"/>, the coupon's row.</summary>
    public long CampaignId { get; init; }

    public long Ticket { get; init; }

    /// <summary>Who asked: the subject of the token or cookie. Keys of two askers never meet.</summary>
    public required string ActorId { get; init; }

    public required string ActorName { get; init; }

    /// <summary>The asker's <c>Idempotency-Key</c>.</summary>
    public required string Key { get; init; }

    /// <summary>What was asked under the key: another question under the same key is refused.</summary>
    public required string Asked { get; init; }

    public required string OrderId { get; init; }

    /// <summary>In the smallest unit of <see cref="Currency"/>, as is <see cref="Discount"/>.</summary>
    public long OrderAmount { get; init; }

    public required string Currency { get; init; }
    public long Discount { get; init; }

    /// <summary>On the store's clock.</summary>
    public StoreTime At { get; init; }

    /// <summary>When the coupon was given back; null while the use stands.</summary>
    public StoreTime? RolledBackAt { get; set; }

    public string? RolledBackBy { get; set; }
    public string? RollbackReason { get; set; }

    internal EventRedemption Told() => new(OrderId, OrderAmount, Discount, Currency);
}
