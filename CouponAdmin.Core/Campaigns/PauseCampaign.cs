using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Results;

namespace CouponAdmin.Core.Campaigns;

public sealed class PauseCampaign
{
    public Task<Result<CampaignView>> ExecuteAsync(string slug, Actor by, CancellationToken cancellationToken) => throw new NotSupportedException();
}
