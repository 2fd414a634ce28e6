using CouponAdmin.Core.Coupons;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Coupons;

/// <summary>A code comes back from paper, chats, phones and spreadsheets in many forms; all of them are the one that is stored.</summary>
public sealed class TypedCodeTests
{
    private const string Code = "7QK0-M41D-9XRA-C0HE";

    [Fact]
    public void Read_WhenTypedInAnyForm_GivesTheStoredCode() => Assert.All(TypedCodes.Of(Code), typed => Assert.Equal(Code, TypedCode.Read(typed)));

    [Theory]
    [InlineData("7qko-m4ld-9xra-cohe")]
    [InlineData("7QKO M4ID 9XRA COHE")]
    [InlineData(" 7QK0M41D9XRAC0HE\t")]
    [InlineData("7QK0_M41D", null)]
    [InlineData("7QK0\u3161M41D\u30FC9XRA\uFF0DC0HE")]
    [InlineData("7QK0\uD803\uDEADM41D\u20539XRA\u2796C0HE")]
    [InlineData("\u202A7QK0\u2066M41D\u00009XRA\u2028C0HE\uFE0F")]
    [InlineData("\u3164\u28007QK0M41D9XRAC0HE\uFFA0")]
    [InlineData("７ＱＫＯ－Ｍ４ｌＤ－９ＸＲＡ－ＣｏＨＥ")]
    [InlineData("7QK0-M41D-9XRA-C0H", null)]
    [InlineData("7QK0-M41D-9XRA-C0HEE", null)]
    [InlineData("7QK0-M41D-9XRA-C0HU", null)]
    [InlineData("7QK0-M41D-9XRA-C0H\u00C9", null)]
    [InlineData("7QK0-M41D-9XRA-C0H\uD83D", null)]
    [InlineData("", null)]
    public void Read_WhenTyped_GivesTheStoredCodeOrNothing(string typed, string? expected = Code) => Assert.Equal(expected, TypedCode.Read(typed));

    [Fact]
    public void Read_OfEveryUnicodeDashAndSpace_LeavesThemOut()
    {
        // Property Dash of Unicode 16 (PropList.txt), and every space separator.
        string[] dashes =
        [
            "-", "\u058A", "\u05BE", "\u1400", "\u1806", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2015", "\u2053", "\u207B", "\u208B", "\u2212", "\u2E17",
            "\u2E1A", "\u2E3A", "\u2E3B", "\u2E40", "\u2E5D", "\u301C", "\u3030", "\u30A0", "\uFE31", "\uFE32", "\uFE58", "\uFE63", "\uFF0D", "\uD803\uDEAD",
        ];
        string[] spaces = [" ", "\u00A0", "\u1680", "\u2000", "\u2007", "\u2009", "\u200A", "\u202F", "\u205F", "\u3000", "\u200B", "\u2060", "\u180E"];

        Assert.All([.. dashes, .. spaces], sign => Assert.Equal(Code, TypedCode.Read(Code.Replace("-", sign, StringComparison.Ordinal))));
    }
}
