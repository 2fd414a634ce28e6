using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Results;

namespace CouponAdmin.Core.Campaigns;

public sealed class WarmCampaign
{
    public Task<Result<WarmReport>> ExecuteAsync(string slug, Actor by, CancellationToken cancellationToken) => throw new NotSupportedException();
}
