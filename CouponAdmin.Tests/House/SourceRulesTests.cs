using CouponAdmin.Tests.Fixtures;
using Xunit;

namespace CouponAdmin.Tests.House;

public sealed class SourceRulesTests
{
    [Fact]
    public void Sources_WhenRead_AreSmallAndNamedByWhatTheyAre() =>
        Violations.None(SourceTree.Files(".cs").Concat(SourceTree.Files(".razor")).SelectMany(path => SourceRules.ViolationsOf(path, SourceTree.Read(path))));

    [Theory]
    [InlineData("CouponAdmin.Core/Issuance/Long.cs", 300, 0)]
    [InlineData("CouponAdmin.Core/Issuance/Long.cs", 301, 1)]
    [InlineData("CouponAdmin.Core/Database/Migrations/Sqlite/First.cs", 3000, 0)]
    [InlineData("CouponAdmin.Web/Campaigns/Long.razor", 161, 1)]
    public void ViolationsOf_WhenAFileGrows_CountItsLines(string path, int lines, int violations) =>
        Assert.Equal(violations, SourceRules.ViolationsOf(path, string.Concat(Enumerable.Repeat("// line\n", lines))).Count());

    [Theory]
    [InlineData("Core/Extensions.cs", "public static class X;", 1)]
    [InlineData("Core/CouponHelper.cs", "internal static class CouponHelper", 2)]
    [InlineData("Core/X.cs", "    private sealed class CouponManager;", 1)]
    [InlineData("Core/X.cs", "[Serializable] public sealed record struct ClaimUtils(int A);", 1)]
    [InlineData("Core/X.cs", "public interface ICampaignService", 1)]
    [InlineData("Core/X.cs", "public sealed class Drainer(UserManager<Account> people) : BackgroundService", 0)]
    [InlineData("Core/ServiceWindow.cs", "// class CouponManager would say nothing\npublic class ServiceWindow;", 0)]
    public void ViolationsOf_WhenANameSaysNothing_NameIt(string path, string text, int violations) =>
        Assert.Equal(violations, SourceRules.ViolationsOf(path, text).Count());
}
