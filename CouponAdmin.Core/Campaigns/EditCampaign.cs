using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Results;

namespace CouponAdmin.Core.Campaigns;

public sealed class EditCampaign
{
    public Task<Result<CampaignView>> ExecuteAsync(string slug, CampaignDraft draft, Actor by, CancellationToken cancellationToken) => throw new NotSupportedException();
}
