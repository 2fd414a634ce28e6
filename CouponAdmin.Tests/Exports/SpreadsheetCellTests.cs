using CouponAdmin.Core.Results;

namespace CouponAdmin.Tests.Exports;

/// <summary>Which texts a spreadsheet would run or change, and that a guarded text comes back. What LibreOffice does with each is in docs/exports.md.</summary>
public sealed class SpreadsheetCellTests
{
    [Theory]
    [InlineData("=1+1")]
    [InlineData("+8210123")]
    [InlineData("-2+3")]
    [InlineData("@x")]
    [InlineData("＝1+1")]
    [InlineData("＋8210")]
    [InlineData("－1")]
    [InlineData("＠x")]
    [InlineData(" =1+1")]
    [InlineData("\t=1+1")]
    [InlineData("\r=1+1")]
    public void Guard_WhenASpreadsheetWouldRunIt_PutsAnApostropheInFront(string text) => Assert.Equal("'" + text, SpreadsheetCell.Guard(text));

    [Theory]
    [InlineData("00123")]
    [InlineData("1E5")]
    [InlineData("1e05")]
    [InlineData("2-3")]
    [InlineData("1/2")]
    [InlineData("MAR1")]
    [InlineData("1-Mar")]
    [InlineData("3월 5일")]
    [InlineData("10:30 PM")]
    [InlineData("오전 9시")]
    [InlineData("1764486000123457")]
    [InlineData("010-1234-5678")]
    [InlineData("2026-11-23")]
    [InlineData("１２３")]
    [InlineData("(5)")]
    [InlineData("5%")]
    [InlineData("₩500")]
    [InlineData(" 12")]
    [InlineData("true")]
    [InlineData("FALSE")]
    [InlineData("10.123.456.789")]
    public void Guard_WhenASpreadsheetWouldChangeIt_PutsATabInFront(string text) => Assert.Equal("\t" + text, SpreadsheetCell.Guard(text));

    [Theory]
    [InlineData("")]
    [InlineData("member-1")]
    [InlineData("회원-1")]
    [InlineData("7QK2-0000-1111-C0HE")]
    [InlineData("12E4-0001-2222-3333")]
    [InlineData("1234-5678-9012-3456")]
    [InlineData("10.0.0.7")]
    [InlineData("0192f1c2-aaaa-7bbb-8ccc-0123456789ab")]
    [InlineData("2026-11-23T04:00:00.123456Z")]
    [InlineData("user42@example.com")]
    [InlineData("truest")]
    [InlineData("{\"quantity\":[1,2]}")]
    public void Guard_WhenASpreadsheetLeavesIt_LeavesItToo(string text) => Assert.Equal(text, SpreadsheetCell.Guard(text));

    [Theory]
    [InlineData("=1+1")]
    [InlineData("＋8210")]
    [InlineData("00123")]
    [InlineData("-")]
    [InlineData("member-1")]
    public void Unguard_WhenItWasGuarded_GivesTheText(string text) => Assert.Equal(text, SpreadsheetCell.Unguard(SpreadsheetCell.Guard(text)));

    [Theory]
    [InlineData("'+8210", "+8210")]
    [InlineData("\"'+8210\"", "+8210")]
    [InlineData("=\"00123\"", "00123")]
    [InlineData("\"=\"\"00123\"\"\"", "00123")]
    [InlineData("\t00123", "00123")]
    [InlineData("\"\t00123\"", "00123")]
    [InlineData("'00123", "00123")]
    [InlineData("\"say \"\"hi\"\"\"", "say \"hi\"")]
    [InlineData("  member-1 ", "member-1")]
    [InlineData("o'brien", "o'brien")]
    [InlineData("'", "'")]
    [InlineData("\"\"", "\"\"")]
    public void Unguard_WhenCopiedFromAFileOrASheet_GivesTheText(string cell, string text) => Assert.Equal(text, SpreadsheetCell.Unguard(cell));
}
