using CouponAdmin.Core.Issuance.Admitting;

namespace CouponAdmin.Tests.Issuance;

/// <summary>How a crowd that waits for its answers is split among the scripts: evenly, whatever it begins with, and nobody is left behind.</summary>
public sealed class BatchShareTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 25, 0)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 25, 1)]
    [InlineData(25, 25, 25)]
    [InlineData(45, 5, 25)]
    [InlineData(20_000, 256, 10_128)]
    public void Share_OfThoseWhoWait_IsHalfOfAllWhoAreOnTheWay(int waiting, int lastSize, int share) =>
        Assert.Equal(share, ClaimBatcher.ShareOf(waiting, lastSize));

    [Fact]
    public void Shares_WhenEverybodyComesBackOnceAnswered_BecomeEven()
    {
        const int People = 50;
        int last = 3;
        List<int> sizes = [];
        for (int script = 0; script < 6; script++)
        {
            // While one batch is under way, all others wait.
            last = ClaimBatcher.ShareOf(People - last, last);
            sizes.Add(last);
        }

        Assert.All(sizes, size => Assert.Equal(People / 2, size));
    }

    [Fact]
    public void Shares_WhenNobodyComesBack_LeaveNobodyWaiting()
    {
        int waiting = 1_000, last = 0;
        for (int script = 0; script < 2; script++)
        {
            last = ClaimBatcher.ShareOf(waiting, last);
            waiting -= last;
        }

        Assert.Equal(0, waiting);
    }
}
