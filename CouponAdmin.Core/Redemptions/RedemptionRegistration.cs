using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Core.Redemptions;

internal static class RedemptionRegistration
{
    public static IServiceCollection AddRedemptions(this IServiceCollection services) => services
        .AddSingleton<CheckCoupon>()
        .AddSingleton<RedeemCoupon>()
        .AddSingleton<RollBackRedemption>()
        .AddSingleton<RedemptionHistory>();
}
