using CouponAdmin.Core.Coupons;

namespace CouponAdmin.Tests.Coupons;

/// <summary>A code follows from secret, campaign, member and attempt alone, and in every version alike: a drain that another version began must go on with the same codes.</summary>
public sealed class CouponCodesTests
{
    private static readonly Guid Campaign = new("00112233-4455-6677-8899-aabbccddeeff");

    // Reckoned apart from this program: HMAC-SHA256 of key, 0, member, 0, attempt (four bytes, the highest first), and Crockford's base32 of its first 80 bits.
    [Theory]
    [InlineData("member-1", 0, "CZA8-89RN-HNVD-4RBA")]
    [InlineData("민수", 0, "4PZ3-4H05-ZVA9-XCKE")]
    [InlineData("민수", 1, "B1T7-4WRN-8T84-3PP4")]
    public void Code_OfOneMember_IsTheSameInEveryVersion(string member, int attempt, string expected)
    {
        CouponCodes codes = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

        Assert.Equal(expected, codes.Derive(Campaign, member, attempt));
        Assert.Equal(expected, codes.Derive(Campaign, member, attempt));
    }
}
