using CouponAdmin.Core.Coupons;

namespace CouponAdmin.Core.Issuance;

/// <summary>A recorded claim as shown to an operator.</summary>
/// <param name="Number">Null for a claim that was never issued.</param>
/// <param name="IssuedAt">When the row was written.</param>
public sealed record IssuanceView(
    string Campaign, int? Number, string Member, string? Code, long Ticket, DateTimeOffset ClaimedAt, DateTimeOffset IssuedAt, ClaimStatus Status)
{
    /// <summary>When the row was last changed, or written.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? RedeemedAt { get; init; }
    public DateTimeOffset? RevokedAt { get; init; }
    public string? RevokeReason { get; init; }
    public bool IsUnitReturned { get; init; }

    /// <summary>The same for somebody who sees codes whole, or masked.</summary>
    public IssuanceView SeenBy(bool seesCodes) => seesCodes ? this : this with { Code = CodeMask.Of(Code) };
}

/// <summary>One page of a campaign's history: by number, or by ticket where rows without a number may be among them.</summary>
/// <param name="Items">At most the asked-for limit.</param>
/// <param name="Next">Pass as <c>after</c> for the next page; null on the last.</param>
public sealed record IssuancePage(IReadOnlyList<IssuanceView> Items, long? Next);
