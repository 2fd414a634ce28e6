namespace CouponAdmin.Web.Shop;

/// <summary>Why a hand-over link shows a page instead of leading on.</summary>
public enum HandOverMoment
{
    /// <summary>Come in as this member?</summary>
    Asking,

    /// <summary>Not a link of ours, or not whole.</summary>
    Altered,

    /// <summary>Its time has run out, or its API client is revoked.</summary>
    Over,

    Used,
}
