using CouponAdmin.Core.Coupons;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Coupons;

/// <summary>A partner's code is found however it is typed, and two that a person can't tell apart are one.</summary>
public sealed class PoolCodeTests
{
    [Theory]
    [InlineData("GIFT-8f2k-71qx", "GIFT8F2K71QX")]
    [InlineData(" gift 8F2K 71QX ", "GIFT8F2K71QX")]
    [InlineData("ＧＩＦＴ－８Ｆ２Ｋ－７１ＱＸ", "GIFT8F2K71QX")]
    [InlineData("GI\u200BFT\u20138F2K\u221271QX", "GIFT8F2K71QX")]
    [InlineData("OIL0", "OIL0")]
    [InlineData("a.b_c~d", "A.B_C~D")]
    [InlineData("-a-b-c-", null)]
    [InlineData("abc", null)]
    [InlineData("코드1234", null)]
    [InlineData("a/b/c/d/e", null)]
    [InlineData("a%2Fb1", null)]
    public void LookUp_WhenTyped_IsWhatAllWritingsHaveInCommon(string typed, string? expected) => Assert.Equal(expected, PoolCode.LookUpOf(typed));

    [Fact]
    public void LookUp_AtTheLimitsOfLength_TakesThemAndNothingBeyond()
    {
        string longest = new('x', PoolCode.LengthMax);
        Assert.Equal((64, 4), (PoolCode.LengthMax, PoolCode.SymbolsMin));
        Assert.NotNull(PoolCode.LookUpOf(longest));
        Assert.Null(PoolCode.LookUpOf(longest + "x"));
        Assert.NotNull(PoolCode.LookUpOf("x-x-x-x"));
        Assert.Null(PoolCode.LookUpOf("x-x-x"));
    }

    /// <summary>Whatever form of a generated code people type is also a form of a pool's code of that writing.</summary>
    [Fact]
    public void LookUp_OfEveryTypedForm_IsTheSame()
    {
        const string Code = "7QK2-M4TD-9XRA-C0HE";
        Assert.All(TypedCodes.Of(Code).Where(typed => typed.All(c => c is not ('O' or 'o' or 'I' or 'i' or 'L' or 'l'))), typed => Assert.Equal("7QK2M4TD9XRAC0HE", PoolCode.LookUpOf(typed)));
    }
}
