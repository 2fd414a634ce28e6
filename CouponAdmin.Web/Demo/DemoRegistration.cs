using CouponAdmin.Web.Http;

namespace CouponAdmin.Web.Demo;

/// <summary>What only a demo has. Elsewhere none of it is registered, so there is nothing to press or to call.</summary>
internal static class DemoRegistration
{
    public static void AddDemo(this WebApplicationBuilder builder)
    {
        if (DemoMode.IsOn(builder.Environment, builder.Configuration))
        {
            builder.Services.AddSingleton<Crowd>();
        }
    }
}
