using CouponAdmin.Tests.Fixtures;
using Mono.Cecil;
using Xunit;

namespace CouponAdmin.Tests.House;

public sealed class ImportRulesTests
{
    private const string PlantedRoot = "CouponAdmin.Tests.House.Planted";

    private static readonly string[] Kinds = [".cs", ".razor"];

    public static TheoryData<string> Projects => ["CouponAdmin.Core", "CouponAdmin.Web"];

    [Theory, MemberData(nameof(Projects))]
    public void Project_WhenItsFeaturesUseEachOther_FollowsTheArrows(string project)
    {
        ImportRules rules = RulesOf(project);
        using ModuleDefinition module = Read(project);
        Violations.None(rules.CrossingsIn(module));
        Violations.None(Kinds.SelectMany(kind => SourceTree.Files(kind, project)).SelectMany(path => rules.CrossingsIn(path, SourceTree.Read(path))));
    }

    [Fact]
    public void Core_WhenCompiled_ReferencesNeitherWebNorUserInterface()
    {
        using ModuleDefinition core = Read("CouponAdmin.Core");
        Violations.None(CoreImports.ForbiddenReferencesOf(core));
        Assert.DoesNotContain("Microsoft.AspNetCore.App", SourceTree.Read("CouponAdmin.Core/CouponAdmin.Core.csproj"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Projects))]
    public void Arrows_WhenFollowedAllTheWay_NeverComeBack(string project) => Assert.Empty(RulesOf(project).Cycles());

    [Fact]
    public void Cycles_WhenArrowsLeadBack_NamesWhoIsInOne() => Assert.Equal(
        ["A", "B"], new ImportRules(PlantedRoot, [], [("A", "B"), ("B", "A"), ("C", "A")], "").Cycles());

    [Fact]
    public void CrossingsIn_WhenFeaturesAndKernelArePlantedWrong_NamesEachOfThem()
    {
        using ModuleDefinition tests = Read("CouponAdmin.Tests");
        Assert.Equal(
            [
                "Campaigns → Issuance: UsesInAsyncMethod uses Target",
                "Reports → Operators: UsesInLambda uses Rights",
                "Store → Issuance: UsesAsArgument uses Target",
            ],
            (CoreImports.Rules with { Root = PlantedRoot }).CrossingsIn(tests));
    }

    [Theory]
    [InlineData("CouponAdmin.Core/Campaigns/Campaign.cs", "using CouponAdmin.Core.Issuance;", 1)]
    [InlineData("CouponAdmin.Core/Campaigns/Campaign.cs", "using static CouponAdmin.Core.Issuance.ClaimLimits;", 1)]
    [InlineData("CouponAdmin.Core/Store/RedisScript.cs", "using CouponAdmin.Core.Campaigns;", 1)]
    [InlineData("CouponAdmin.Core/Loose.cs", "using CouponAdmin.Core.Campaigns;", 1)]
    [InlineData("CouponAdmin.Core/Issuance/ClaimDesk.cs", "using CouponAdmin.Core.Campaigns;\nusing CouponAdmin.Core.Store;", 0)]
    [InlineData("CouponAdmin.Core/CoreRegistration.cs", "using CouponAdmin.Core.Campaigns;", 0)]
    [InlineData("CouponAdmin.Core/Database/Migrations/Sqlite/First.cs", "using CouponAdmin.Core.Campaigns;", 0)]
    [InlineData("CouponAdmin.Web/Shared/CsvWays.razor", "@using CouponAdmin.Web.Http", 1)]
    [InlineData("CouponAdmin.Web/Http/Limits.cs", "using CouponAdmin.Web.Claiming;", 1)]
    [InlineData("CouponAdmin.Web/Claiming/ClaimLane.cs", "using CouponAdmin.Web.Http;\nusing CouponAdmin.Core.Issuance;", 0)]
    [InlineData("CouponAdmin.Web/_Imports.razor", "@using CouponAdmin.Web.Http", 0)]
    public void CrossingsIn_WhenAFileImportsAFeature_CountsThoseWithoutAnArrow(string path, string text, int crossings) =>
        Assert.Equal(crossings, RulesOf(path.Split('/')[0]).CrossingsIn(path, text).Count());

    [Fact]
    public void ForbiddenReferencesOf_WhenAnAssemblyUsesTheWeb_NamesWhatItUses()
    {
        using ModuleDefinition tests = Read("CouponAdmin.Tests");
        Assert.Contains(CoreImports.ForbiddenReferencesOf(tests), name => name.StartsWith("Microsoft.AspNetCore.Components", StringComparison.Ordinal));
    }

    private static ImportRules RulesOf(string project) => project == CoreImports.Rules.Root ? CoreImports.Rules : WebImports.Rules;

    private static ModuleDefinition Read(string assembly) =>
        ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));
}
