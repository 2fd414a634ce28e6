using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Audit;

/// <summary>One act of an operator, written in the transaction that carries it out. Append-only.</summary>
public sealed class AuditEntry : IAppendOnly
{
    public long Id { get; init; }
    public required StoreTime At { get; init; }
    public required string ActorId { get; init; }
    public required string ActorName { get; init; }

    /// <summary>The address that the act came from; null when the product itself acted.</summary>
    public string? Address { get; init; }

    /// <summary>Verb and noun, such as <c>close-campaign</c>.</summary>
    public required string Action { get; init; }

    /// <summary>What it was done to: a campaign's slug, or an account.</summary>
    public required string Subject { get; init; }

    public string? Reason { get; init; }

    /// <summary>The changed values before and after, as JSON; null when nothing was changed but the state that the action names.</summary>
    public string? Change { get; init; }
}
