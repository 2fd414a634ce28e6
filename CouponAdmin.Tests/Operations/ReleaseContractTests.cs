using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Operations;

/// <summary>The version of the last release works on the database and the store of this one: nothing that it reads or writes has gone or changed.</summary>
public sealed class ReleaseContractTests
{
    /// <summary>The lines of the last release. With a release: written anew, and the file before it deleted.</summary>
    private const string Released = "CouponAdmin.Tests/Operations/released-1.0.0.txt";

    private static readonly string[] Before =
    [
        "column coupons Code text required", "column coupons Note text", "key coupon:{<guid>}:queue zset", "unique coupons Code", "field coupon:{<guid>}:facts version",
    ];

    [Fact]
    public async Task Schema_AndKeys_AreThoseOfTheLastReleaseAndMaybeMore()
    {
        IReadOnlyList<string> present = await ReleaseContract.PresentAsync();
        if (Environment.GetEnvironmentVariable("COUPONADMIN_WRITE_CONTRACT") == "true")
        {
            await File.WriteAllLinesAsync(Path.Combine(SourceTree.Root, Released), present);
        }

        string[] released = [.. SourceTree.Read(Released).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        Assert.True(released.Length > 200, "The contract of the last release is too short to be whole.");
        Assert.Empty(ReleaseContract.Breaks(released, present));
    }

    [Theory]
    [InlineData("column coupons Note text", "", "gone or changed: column coupons Note text")]
    [InlineData("column coupons Note text", "column coupons Note bigint", "gone or changed: column coupons Note text")]
    [InlineData("column coupons Note text", "column coupons Note text required", "required now: column coupons Note text required")]
    [InlineData("", "column coupons More text required", "new, and the released version doesn't write it: column coupons More text required")]
    [InlineData("", "unique coupons Note", "newly unique, which the released version doesn't heed: unique coupons Note")]
    [InlineData("key coupon:{<guid>}:queue zset", "key coupon:{<guid>}:queue list", "gone or changed: key coupon:{<guid>}:queue zset")]
    [InlineData("field coupon:{<guid>}:facts version", "", "gone or changed: field coupon:{<guid>}:facts version")]
    public void Contract_WhenSomethingIsNotOnlyAdded_SaysWhat(string from, string to, string said) =>
        Assert.Equal([said], ReleaseContract.Breaks(Before, [.. Before.Where(line => line != from).Append(to).Where(line => line.Length > 0)]));

    [Theory]
    [InlineData("column coupons More text")]
    [InlineData("column more Id bigint required")]
    [InlineData("unique more Id")]
    [InlineData("key coupon:{<guid>}:more string")]
    [InlineData("unique coupons Id,More")]
    public void Contract_WhenSomethingIsAdded_Holds(string added) => Assert.Empty(ReleaseContract.Breaks(Before, [.. Before, added]));

    [Fact]
    public void Contract_WhenAColumnNeedNotBeWrittenAnyMore_Holds() =>
        Assert.Empty(ReleaseContract.Breaks(Before, [.. Before.Skip(1), "column coupons Code text"]));
}
