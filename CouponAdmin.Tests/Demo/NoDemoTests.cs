using CouponAdmin.Core.Operators;
using CouponAdmin.Tests.Attacks;
using CouponAdmin.Web.Demo;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CouponAdmin.Tests.Demo;

/// <summary>In production there is neither a button that sends a crowd nor anything behind one.</summary>
public sealed class NoDemoTests
{
    [Fact]
    public async Task Production_HasNeitherAButtonNorAnEndpointForACrowd()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string slug = await product.OpenAsync("no-crowd");

        using HttpResponseMessage page = await product.GetAsync($"/admin/campaigns/{slug}", await People.SignInAsync(product, Roles.Operator));
        string text = await page.Content.ReadAsStringAsync();

        Assert.Contains(slug, text, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"panel crowd\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("2,000 people", text, StringComparison.Ordinal);
        Assert.Null(product.Services.GetService<Crowd>());
        Assert.DoesNotContain(product.Endpoints, endpoint => endpoint.RoutePattern.RawText!.Contains("crowd", StringComparison.OrdinalIgnoreCase)
            || endpoint.RoutePattern.RawText.Contains("demo", StringComparison.OrdinalIgnoreCase));
    }
}
