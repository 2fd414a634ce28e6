using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Xunit;

namespace CouponAdmin.Tests.House;

/// <summary>A member's page that forgets to be static opens a circuit, hundreds of KB, for each visitor of a sale.</summary>
public sealed class PageModeTests
{
    [Fact]
    public void Pages_WhenOutsideAdmin_AreExcludedFromInteractiveRouting() =>
        Violations.None(WithoutChoice(Assembly.Load("CouponAdmin.Web").GetTypes()));

    [Fact]
    public void WithoutChoice_WhenPagesArePlanted_FindsTheForgottenOnes() =>
        Assert.Equal(
            [nameof(ForgottenPage), nameof(PageThatLooksLikeAdmin), nameof(PageWithTwoRoutes)],
            WithoutChoice(typeof(PageModeTests).GetNestedTypes(BindingFlags.NonPublic)));

    /// <summary>A part that is made while the address changes and asks for the query itself ends its circuit: "Collection was modified".</summary>
    [Fact]
    public void Components_WhenNotPages_TakeNothingFromTheQuery() =>
        Violations.None(AskersBelowPages(Assembly.Load("CouponAdmin.Web").GetTypes()));

    [Fact]
    public void AskersBelowPages_WhenOneIsPlanted_FindsIt() =>
        Assert.Equal([nameof(AskingPart)], AskersBelowPages(typeof(PageModeTests).GetNestedTypes(BindingFlags.NonPublic)));

    private static string[] AskersBelowPages(IEnumerable<Type> types) =>
    [
        .. types
            .Where(type => !type.IsDefined(typeof(RouteAttribute), inherit: false))
            .Where(type => type.GetProperties().Any(property => property.IsDefined(typeof(SupplyParameterFromQueryAttribute))))
            .Select(type => type.Name)
            .Order(StringComparer.Ordinal),
    ];

    private static string[] WithoutChoice(IEnumerable<Type> types) =>
    [
        .. types
            .Where(type => type.GetCustomAttributes<RouteAttribute>(inherit: false).Any(route => !IsAdmin(route.Template)))
            .Where(type => type.GetCustomAttribute<ExcludeFromInteractiveRoutingAttribute>() is null)
            .Select(type => type.Name)
            .Order(StringComparer.Ordinal),
    ];

    private static bool IsAdmin(string template) => template.Split('/', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() == "admin";

    private abstract class PlantedPage : ComponentBase
    {
        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
        }
    }

    private sealed class AskingPart : PlantedPage
    {
        [SupplyParameterFromQuery] public string? Search { get; set; }
    }

    [Route("/my/coupons")]
    private sealed class ForgottenPage : PlantedPage;

    [Route("/administer")]
    private sealed class PageThatLooksLikeAdmin : PlantedPage;

    [Route("/admin/look"), Route("/look")]
    private sealed class PageWithTwoRoutes : PlantedPage;

    [Route("/sign-in"), ExcludeFromInteractiveRouting]
    private sealed class StaticPage : PlantedPage;

    [Route("/admin"), Route("/admin/campaigns/{slug}")]
    private sealed class OperatorsPage : PlantedPage;
}
