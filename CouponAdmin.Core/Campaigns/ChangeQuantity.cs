using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Results;

namespace CouponAdmin.Core.Campaigns;

public sealed class ChangeQuantity
{
    public Task<Result<CampaignView>> ExecuteAsync(string slug, int? quantity, string? reason, Actor by, CancellationToken cancellationToken) => throw new NotSupportedException();
}
