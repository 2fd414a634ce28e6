using CouponAdmin.Tests.Fixtures;
using Mono.Cecil;
using Xunit;

namespace CouponAdmin.Tests.House;

public sealed class ImportRulesTests
{
    private const string PlantedRoot = "CouponAdmin.Tests.House.Planted";

    [Fact]
    public void Core_WhenItsFeaturesUseEachOther_FollowsTheArrows()
    {
        using ModuleDefinition core = Read("CouponAdmin.Core");
        Violations.None(ImportRules.CrossingsIn(core));
        Violations.None(SourceTree.Files(".cs", "CouponAdmin.Core").SelectMany(path => ImportRules.CrossingsIn(path, SourceTree.Read(path))));
    }

    [Fact]
    public void Core_WhenCompiled_ReferencesNeitherWebNorUserInterface()
    {
        using ModuleDefinition core = Read("CouponAdmin.Core");
        Violations.None(ImportRules.ForbiddenReferencesOf(core));
        Assert.DoesNotContain("Microsoft.AspNetCore.App", SourceTree.Read("CouponAdmin.Core/CouponAdmin.Core.csproj"), StringComparison.Ordinal);
    }

    [Fact]
    public void Arrows_WhenFollowedAllTheWay_NeverComeBack()
    {
        HashSet<string> reached = new(StringComparer.Ordinal);
        foreach (string start in ImportRules.Arrows.Select(arrow => arrow.From).Distinct(StringComparer.Ordinal))
        {
            reached.Clear();
            Reach(start, reached);
            Assert.DoesNotContain(start, reached);
        }
    }

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
            ImportRules.CrossingsIn(tests, PlantedRoot));
    }

    [Theory]
    [InlineData("CouponAdmin.Core/Campaigns/Campaign.cs", "using CouponAdmin.Core.Issuance;", 1)]
    [InlineData("CouponAdmin.Core/Campaigns/Campaign.cs", "using static CouponAdmin.Core.Issuance.ClaimLimits;", 1)]
    [InlineData("CouponAdmin.Core/Store/RedisScript.cs", "using CouponAdmin.Core.Campaigns;", 1)]
    [InlineData("CouponAdmin.Core/Loose.cs", "using CouponAdmin.Core.Campaigns;", 1)]
    [InlineData("CouponAdmin.Core/Issuance/ClaimDesk.cs", "using CouponAdmin.Core.Campaigns;\nusing CouponAdmin.Core.Store;", 0)]
    [InlineData("CouponAdmin.Core/CoreRegistration.cs", "using CouponAdmin.Core.Campaigns;", 0)]
    [InlineData("CouponAdmin.Core/Database/Migrations/Sqlite/First.cs", "using CouponAdmin.Core.Campaigns;", 0)]
    public void CrossingsIn_WhenAFileImportsAFeature_CountsThoseWithoutAnArrow(string path, string text, int crossings) =>
        Assert.Equal(crossings, ImportRules.CrossingsIn(path, text).Count());

    [Fact]
    public void ForbiddenReferencesOf_WhenAnAssemblyUsesTheWeb_NamesWhatItUses()
    {
        using ModuleDefinition tests = Read("CouponAdmin.Tests");
        Assert.Contains(ImportRules.ForbiddenReferencesOf(tests), name => name.StartsWith("Microsoft.AspNetCore.Components", StringComparison.Ordinal));
    }

    private static void Reach(string from, HashSet<string> reached)
    {
        foreach (string next in ImportRules.Arrows.Where(arrow => arrow.From == from).Select(arrow => arrow.To).Where(reached.Add))
        {
            Reach(next, reached);
        }
    }

    private static ModuleDefinition Read(string assembly) =>
        ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));
}
