using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.House;

public sealed class CommentRulesTests
{
    private static readonly string[] Endings = [".cs", ".razor", ".js", ".css", ".lua", ".sh"];

    [Fact]
    public void Comments_InEverySource_GiveRuleAndReason() => Violations.None(Endings.SelectMany(ending => SourceTree.Files(ending))
        .Where(path => !path.Contains("/Migrations/", StringComparison.Ordinal)).SelectMany(path => CommentRules.ViolationsOf(path, SourceTree.Read(path))));

    [Fact]
    public void Allowed_WhenNothingNeedsIt_IsSeen() => Violations.None(CommentRules.Idle(SourceTree.Read));

    [Theory]
    [InlineData("a.cs", "int a; // as #12 says", 1)]
    [InlineData("a.cs", "/// <summary>Batched (decision 12).</summary>", 1)]
    [InlineData("a.cs", "/* since\n commit 1c3036d */", 1)]
    [InlineData("a.cs", "// saves 12 % and is 3 times faster", 2)]
    [InlineData("a.cs", "// It used to lock, and no longer does.", 2)]
    [InlineData("a.cs", "// TODO", 1)]
    [InlineData("a.razor", "@* formerly a dialog *@", 1)]
    [InlineData("a.js", "  // we tried a timer", 1)]
    [InlineData("a.lua", "--[[ a-1.lua: x\n  WHY  originally two scripts ]]", 1)]
    [InlineData("a.sh", "# See issue 7.", 1)]
    [InlineData("a.cs", "string a = \"// decision 12, 5 %\"; string b = @\"a\\\"; // A file as PKCS #12.", 0)]
    [InlineData("a.cs", "// A key that is used to sign, for no longer than a day. Such as <c>10%</c>.", 0)]
    [InlineData("a.js", "fetch('https://example.com/#1'); const a = 5 % 2;", 0)]
    public void ViolationsOf_WhenACommentTellsMore_AreFound(string path, string text, int violations) => Assert.Equal(violations, CommentRules.ViolationsOf(path, text).Count());
}
