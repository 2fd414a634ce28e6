using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CouponAdmin.Tests.Claiming;

public sealed class SameOriginTests
{
    [Theory]
    [InlineData("same-origin", null, true)]
    [InlineData("same-origin", "null", true)]
    [InlineData("none", null, true)]
    [InlineData("same-site", "https://coupons.example", false)]
    [InlineData("cross-site", "https://coupons.example", false)]
    [InlineData("cross-site", null, false)]
    [InlineData(null, "https://coupons.example", true)]
    [InlineData(null, "https://COUPONS.example", true)]
    [InlineData(null, "http://coupons.example", false)]
    [InlineData(null, "https://coupons.example:8443", false)]
    [InlineData(null, "https://coupons.example.elsewhere.example", false)]
    [InlineData(null, "null", false)]
    [InlineData(null, null, false)]
    public void IsFormPost_WhenHeadersSay_Decides(string? fetchSite, string? origin, bool expected)
    {
        DefaultHttpContext context = new();
        context.Request.Scheme = "https";
        context.Request.Host = new HostString("coupons.example");
        context.Request.Headers["Sec-Fetch-Site"] = fetchSite;
        context.Request.Headers.Origin = origin;

        Assert.Equal(expected, SameOrigin.IsFormPost(context.Request));
    }
}
