using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Idempotency;

/// <summary>One act that was asked for under a key: begun, then committed, then answered.</summary>
/// <remarks>Written before the act in a transaction of its own; <see cref="ActedAt"/> in the transaction of the act; the answer afterwards.</remarks>
public sealed class KeyedActRecord
{
    public long Id { get; init; }

    /// <summary>Who asked: keys of two askers never meet.</summary>
    public required string ActorId { get; init; }

    public required string Key { get; init; }

    /// <summary>What was asked under the key: another question under the same key is refused.</summary>
    public required string Asked { get; init; }

    /// <summary>When the present turn began.</summary>
    public StoreTime At { get; set; }

    /// <summary>Rises when another request takes an act over that was begun and not finished. A request of an earlier turn can't commit then.</summary>
    public int Turn { get; set; }

    /// <summary>When the act was committed; null while it wasn't, or where it wrote no audit entry.</summary>
    public StoreTime? ActedAt { get; set; }

    /// <summary>The answer's status; null while there is none.</summary>
    public int? Status { get; set; }

    public string? Location { get; set; }

    /// <summary>The answer's <c>ETag</c>.</summary>
    public string? Tag { get; set; }

    public string? ContentType { get; set; }

    /// <summary>Null with a status: the answer is not kept.</summary>
    public string? Body { get; set; }
}
