using CouponAdmin.Core.Seeding;

namespace CouponAdmin.Web.Http;

/// <summary>Whether this is a demo: in Development with <c>Demo:Seed</c>. Whatever helps a newcomer exists only then.</summary>
internal static class DemoMode
{
    public static bool IsOn(IHostEnvironment host, IConfiguration configuration) =>
        host.IsDevelopment() && CouponSettings.Flag(configuration, DemoSeed.Setting, otherwise: false);
}
