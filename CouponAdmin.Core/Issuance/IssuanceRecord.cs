using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Issuance;

/// <summary>One recorded claim: a row of the database. Written once by the drain; later only a redemption, its rollback or a revocation changes it.</summary>
public sealed class IssuanceRecord : IWrittenInBulk
{
    public long CampaignId { get; init; }
    public long Ticket { get; init; }
    public required string Member { get; init; }
    public ClaimStatus Status { get; set; }

    /// <summary>1, 2, 3… without gaps; null for a claim that was never issued.</summary>
    public int? Number { get; init; }

    /// <summary>The stored code is the code; it is never derived again for display.</summary>
    public string? Code { get; init; }

    /// <summary>When the row was written, on the store's clock.</summary>
    public StoreTime RecordedAt { get; init; }

    /// <summary>When the row was last changed after it was written, whatever changed it; null: never. For those who keep a copy.</summary>
    public StoreTime? ChangedAt { get; set; }

    /// <summary>When the coupon was used; null again when that use is rolled back.</summary>
    public StoreTime? RedeemedAt { get; set; }

    public StoreTime? RevokedAt { get; set; }
    public string? RevokeReason { get; set; }

    /// <summary>Revoked with its unit given back to the sale.</summary>
    public bool IsUnitReturned { get; set; }

    /// <summary>When the claim was admitted: the ticket read as a moment.</summary>
    public StoreTime ClaimedAt => new(Ticket);
}
