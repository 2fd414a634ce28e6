namespace CouponAdmin.Core.Campaigns;

/// <summary>Which campaign an act is meant for and, where it is known, in which version the person saw it.</summary>
/// <param name="Slug">The campaign's address.</param>
/// <param name="Versions">The versions that the act may meet (<see cref="CampaignView.Version"/>); null: whichever it has.</param>
public readonly record struct CampaignSeen(string Slug, IReadOnlyList<string>? Versions = null)
{
    /// <summary>The campaign as this view shows it.</summary>
    public static CampaignSeen In(CampaignView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new CampaignSeen(view.Slug, [view.Version]);
    }

    public static implicit operator CampaignSeen(string slug) => new(slug);

    /// <summary>Whether the row is still what the person saw.</summary>
    internal bool Meets(Campaign campaign) => Versions?.Contains(CampaignViews.VersionOf(campaign), StringComparer.Ordinal) != false;
}
