using CouponAdmin.Core.Store;
using Microsoft.Extensions.Time.Testing;

namespace CouponAdmin.Tests.Store;

public sealed class RepeatedFailuresTests
{
    [Fact]
    public void IsDue_WhenAFailureRepeatsItself_IsTrueOnceInAWhile()
    {
        FakeTimeProvider time = new();
        RepeatedFailures failures = new(time);
        Assert.True(failures.IsDue("one"));
        Assert.False(failures.IsDue("one"));
        Assert.True(failures.IsDue("another"));
        time.Advance(RepeatedFailures.LoggedEvery);
        Assert.True(failures.IsDue("one"));
        Assert.False(failures.IsDue("one"));
    }

    [Fact]
    public void IsDue_WhenMoreFailuresThanTheLimitCome_ForgetsThemAll()
    {
        RepeatedFailures failures = new(new FakeTimeProvider());
        Assert.All(Enumerable.Range(0, RepeatedFailures.KeptMax + 1), i => Assert.True(failures.IsDue($"failure {i}")));
        Assert.True(failures.IsDue("failure 0"));
    }
}
