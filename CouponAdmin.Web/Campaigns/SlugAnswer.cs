namespace CouponAdmin.Web.Campaigns;

/// <summary>What is known of the address that is being typed.</summary>
public enum SlugAnswer
{
    /// <summary>Nobody asked, or there was no answer.</summary>
    Unasked,
    Asking,
    Free,
    Taken,
}
