using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Issuance.Bulk;

/// <summary>What a job does to each of its coupons.</summary>
public enum CouponJobAct
{
    /// <summary>Take it back.</summary>
    Revoke,

    /// <summary>Undo a revocation that gave no unit back.</summary>
    Restore,
}

/// <summary>Many coupons to be revoked or restored by one order: a row of the database, so that any instance may go on where another ended.</summary>
public sealed class CouponJob
{
    public long Id { get; init; }
    public long CampaignId { get; init; }
    public CouponJobAct Act { get; init; }

    /// <summary>Revoked units go on sale again.</summary>
    public bool ReturnsUnits { get; init; }

    public required string Reason { get; init; }
    public required string ActorId { get; init; }
    public required string ActorName { get; init; }
    public string? Address { get; init; }
    public StoreTime CreatedAt { get; init; }

    /// <summary>Coupons that were named.</summary>
    public int Total { get; init; }

    /// <summary>Coupons that were looked at.</summary>
    public int Done { get; set; }

    /// <summary>Of those, the ones that were changed.</summary>
    public int Changed { get; set; }

    public StoreTime? FinishedAt { get; set; }

    /// <summary>Until then the job is one instance's; afterwards any may take it.</summary>
    public StoreTime? LeasedUntil { get; set; }

    /// <summary>Rises with each instance that takes the job: one that was thought dead can't commit any more.</summary>
    public int Turn { get; set; }
}

/// <summary>One coupon of a job.</summary>
public sealed class CouponJobItem
{
    public long JobId { get; init; }

    /// <summary>1, 2, 3… as the numbers were given.</summary>
    public int Position { get; init; }

    /// <summary>The coupon's number in its campaign.</summary>
    public int Number { get; init; }

    /// <summary>Null: its turn has not come.</summary>
    public CouponJobOutcome? Outcome { get; set; }
}

/// <summary>What became of one coupon of a job.</summary>
public enum CouponJobOutcome
{
    /// <summary>Revoked, or restored.</summary>
    Changed,

    /// <summary>The campaign has no coupon of this number.</summary>
    UnknownNumber,

    /// <summary>It was revoked already; by a job that revokes.</summary>
    AlreadyRevoked,

    /// <summary>It is used for an order: its redemption must be rolled back first.</summary>
    AlreadyRedeemed,

    /// <summary>It isn't revoked, so there is nothing to restore.</summary>
    NotRevoked,

    /// <summary>Its unit went on sale again, so somebody else may hold it.</summary>
    UnitReturned,

    /// <summary>Its pool has no code for the unit that would come back; by a job that returns units.</summary>
    NoCodeLeft,
}
