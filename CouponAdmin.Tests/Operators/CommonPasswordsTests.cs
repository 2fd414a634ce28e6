using CouponAdmin.Core.Operators;
using CouponAdmin.Core.Seeding;

namespace CouponAdmin.Tests.Operators;

public sealed class CommonPasswordsTests
{
    [Theory]
    [InlineData("Password2026!")]
    [InlineData("p4$$w0rd1234")]
    [InlineData("1234567890")]
    [InlineData("qwertyuiop")]
    [InlineData("iloveyou2026")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("abcabcabcabc")]
    [InlineData("01012345678")]
    [InlineData("dkssudgktpdy1!")]
    [InlineData("administrator")]
    [InlineData("NutterTools")]
    [InlineData("mailcreated5240")]
    [InlineData("manchester2024!")]
    [InlineData("fktrcfylhf")]
    public void Contains_WhenEverybodyWouldTryIt_IsTrue(string password) => Assert.True(CommonPasswords.Contains(password));

    [Theory]
    [InlineData(DemoSeed.Password)]
    [InlineData("quiet river stone")]
    [InlineData("봄비가 내리는 창가")]
    [InlineData("xk3-Vv9-qqLw")]
    public void Contains_WhenItIsOnesOwn_IsFalse(string password) => Assert.False(CommonPasswords.Contains(password));

    [Fact]
    public void NewPassword_WhenMade_IsOfFourGroupsAndNeverTheSame()
    {
        string[] made = [.. Enumerable.Range(0, 50).Select(_ => AccountRules.NewPassword())];
        Assert.Equal(50, made.Distinct(StringComparer.Ordinal).Count());
        Assert.All(made, password => Assert.Matches("^[A-HJ-NP-TV-Z2-9]{4}(-[A-HJ-NP-TV-Z2-9]{4}){3}$", password));
        Assert.All(made, password => Assert.Empty(AccountRules.CheckPassword(password)));
    }
}
