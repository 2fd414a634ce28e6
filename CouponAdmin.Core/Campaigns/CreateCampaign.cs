using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Results;

namespace CouponAdmin.Core.Campaigns;

public sealed class CreateCampaign
{
    public Task<Result<CampaignView>> ExecuteAsync(CampaignDraft draft, Actor by, CancellationToken cancellationToken) => throw new NotSupportedException();
}
