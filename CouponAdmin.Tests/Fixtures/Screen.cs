namespace CouponAdmin.Tests.Fixtures;

/// <summary>What a member holds and what an operator sits at.</summary>
internal enum Screen
{
    /// <summary>390 × 844, touch, twice the pixels.</summary>
    Phone,

    /// <summary>1280 × 800, mouse.</summary>
    Desktop,
}
