using CouponAdmin.Core.Coupons;

namespace CouponAdmin.Tests.Issuance;

public sealed class CodeMaskTests
{
    [Theory]
    [InlineData("7QK2-M4TD-9XRA-C0HE", "7QK2-****-****-C0HE")]
    [InlineData("SHORT-1", "*****-*")]
    [InlineData("GIFT-8F2K-71QX", "****-****-*1QX")]
    [InlineData("SPRING.2026_aB3dE5gH7jK9", "********************7jK9")]
    [InlineData("ABCDEFGHIJKL", "************")]
    [InlineData(null, null)]
    public void Of_WhenMasked_LeavesTooLittleToPayWith(string? code, string? expected) => Assert.Equal(expected, CodeMask.Of(code));
}
