using CouponAdmin.Web.Shared;
using Xunit;

namespace CouponAdmin.Tests.Claiming;

public sealed class LocalAddressTests
{
    [Theory]
    [InlineData("/c/spring", "/c/spring")]
    [InlineData("/c/spring?after=paused", "/c/spring?after=paused")]
    [InlineData("/my/coupons", "/my/coupons")]
    public void OrHome_WhenAPathOfThisSite_KeepsIt(string address, string expected) => Assert.Equal(expected, LocalAddress.OrHome(address));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/c/spring")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("\\\\elsewhere.example")]
    [InlineData("~/c/spring")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/c/spring\nSet-Cookie: a=b")]
    [InlineData("c/spring")]
    public void OrHome_WhenItMightLeaveTheSite_GoesHome(string? address) => Assert.Equal("/", LocalAddress.OrHome(address));

    [Fact]
    public void OrHome_WhenEndlesslyLong_GoesHome() => Assert.Equal("/", LocalAddress.OrHome("/" + new string('a', 10_000)));
}
