namespace CouponAdmin.Core.Campaigns;

/// <summary>What the operators' list is sorted by.</summary>
public enum CampaignOrder
{
    /// <summary>When it was made.</summary>
    Created,
    Name,
    Opens,
    Closes,
    Quantity,
}
