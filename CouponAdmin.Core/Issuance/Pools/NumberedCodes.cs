using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Coupons;
using CouponAdmin.Core.Database;

namespace CouponAdmin.Core.Issuance.Pools;

/// <summary>The codes of the numbers that come next: of the campaign's pool, or generated.</summary>
internal readonly struct NumberedCodes
{
    private readonly CouponCodes _generated;
    private readonly Dictionary<int, string>? _pool;

    private NumberedCodes(CouponCodes generated, Dictionary<int, string>? pool) => (_generated, _pool) = (generated, pool);

    /// <summary>One query where there is a pool, and none where there isn't. Under the campaign's lock, which every change of the pool takes too.</summary>
    /// <param name="campaign">The locked row.</param>
    /// <param name="generated">For a campaign without a pool.</param>
    /// <param name="count">How many numbers may be given at most.</param>
    public static async ValueTask<NumberedCodes> ReadAsync(CouponDbContext db, Campaign campaign, CouponCodes generated, int count, CancellationToken cancellationToken) =>
        new(generated, campaign.HasPool ? await PooledCodes.OfNumbersAsync(db, campaign.Id, campaign.Issued + 1, campaign.Issued + count, cancellationToken) : null);

    /// <summary>The code of a coupon.</summary>
    /// <param name="campaign">The campaign's key.</param>
    /// <param name="number">The coupon's.</param>
    /// <param name="member">Whose it is.</param>
    /// <param name="attempt">For a generated code alone: a pool has one for each number.</param>
    /// <exception cref="PoolCodeMissingException">The pool has no code of this number.</exception>
    public string Of(Guid campaign, int number, string member, int attempt) =>
        _pool is null ? _generated.Derive(campaign, member, attempt)
        : _pool.TryGetValue(number, out string? code) ? code
        : throw new PoolCodeMissingException();
}

/// <summary>A row can't be stored for want of a code. The bounds of quantity keep it from happening; a database that somebody changed by hand may be otherwise.</summary>
/// <remarks>An error of the data: the claim is quarantined and holds up nobody behind it.</remarks>
internal sealed class PoolCodeMissingException() : FormatException("The pool has no code for the next number.");
