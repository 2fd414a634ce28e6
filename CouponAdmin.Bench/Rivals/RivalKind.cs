namespace CouponAdmin.Bench.Rivals;

/// <summary>Other ways to sell, built as a good engineer would.</summary>
internal enum RivalKind
{
    /// <summary>The customer's old architecture: a distributed lock in Redis around a row of the database.</summary>
    Lock,

    /// <summary>The same, but whoever comes after the last coupon is told so without the lock.</summary>
    LockPeek,

    /// <summary>One conditional UPDATE and the INSERT in one statement, with a unique index.</summary>
    Update,

    /// <summary>A counter in Redis decides, a background job stores.</summary>
    Job,

    /// <summary>Nothing but the framework: what there is to come near to.</summary>
    Empty,
}
