using System.Globalization;
using CouponAdmin.Web.Http;
using Microsoft.Extensions.Time.Testing;

namespace CouponAdmin.Tests.Operations;

/// <summary>The limit of claims of one member, in memory of a fixed size.</summary>
public sealed class PaceTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Allows_WhenOneMemberFloods_RefusesThatOneUntilTheNextSecond()
    {
        Pace pace = new(20, _time);

        Assert.Equal(20, Enumerable.Range(0, 1_000).Count(_ => pace.Count("flood").IsWithin));
        Assert.True(pace.Count("modest").IsWithin);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(pace.Count("flood").IsWithin);
    }

    [Fact]
    public void Allows_WhenACrowdComesInOneSecond_RefusesNobody()
    {
        Pace pace = new(20, _time);

        Assert.All(Enumerable.Range(0, 100_000), n => Assert.True(pace.Count(n.ToString(CultureInfo.InvariantCulture)).IsWithin));
    }
}
