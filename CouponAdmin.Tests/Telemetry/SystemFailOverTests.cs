using Bunit;
using CouponAdmin.Core.Issuance.FailOver;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Operations;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Tests.Telemetry;

/// <summary>What fail-overs have cost, on the system page.</summary>
public sealed class SystemFailOverTests : ComponentTest
{
    [Theory]
    [InlineData(Say.Korean, "가득 찼습니다")]
    [InlineData(Say.English, "no more can be remembered")]
    public void Panel_WhenTheMemoryIsFull_SaysWhatThatMeans(string language, string words)
    {
        Read(language);
        Assert.Contains(words, Shown(isFull: true).Find(".alarm").TextContent, StringComparison.Ordinal);
        Assert.Empty(Shown(isFull: false).FindAll(".alarm"));
    }

    [Fact]
    public void Panel_AfterAFailOver_ShowsWhatWasSeenPutBackAndLost() => Assert.Equal(
        ["4", "1,234", "2", "1,000,000 / 1,000,000"], Shown(isFull: true).FindAll("dd").Select(figure => figure.TextContent));

    private IRenderedComponent<SystemFailOver> Shown(bool isFull) =>
        Render<SystemFailOver>(p => p.Add(c => c.Facts, new FailOverFacts(4, 1_234, 2, 1_000_000, 1_000_000, isFull)));
}
