using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Results;

namespace CouponAdmin.Core.Issuance;

public sealed class RevokeCoupon
{
    public Task<Result<IssuanceView>> ExecuteAsync(string slug, int number, string? reason, bool returnUnit, Actor by, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
