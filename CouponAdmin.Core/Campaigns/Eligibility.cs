namespace CouponAdmin.Core.Campaigns;

/// <summary>Who may claim in a campaign.</summary>
public enum Eligibility
{
    Everyone,

    /// <summary>The members of a list that an operator imported.</summary>
    MemberList,
}
