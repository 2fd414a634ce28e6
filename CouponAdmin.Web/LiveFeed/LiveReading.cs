using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.LiveFeed;

namespace CouponAdmin.Web.LiveFeed;

/// <summary>A campaign's newest live numbers as a page holds them.</summary>
/// <param name="Pulse">Null while none has come.</param>
/// <param name="Age">How long ago the pulse came; without one, how long the page has been waiting for the first.</param>
/// <param name="Now">The store's clock at this moment, carried on by this machine's since the last word from the store.</param>
public sealed record LiveReading(CampaignPulse? Pulse, TimeSpan Age, DateTimeOffset Now)
{
    /// <summary>Older than this, a number says its age.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(2);

    /// <summary>Without a pulse for this long, something is wrong.</summary>
    public static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(5);

    /// <summary>The reader holds the numbers still: their age is their own wish, not the feed's silence.</summary>
    public bool IsHeld { get; init; }

    /// <summary>While the numbers are held: the newest ones and their age, for alarms and for whoever is about to act.</summary>
    public (CampaignPulse? Pulse, TimeSpan Age)? Unheld { get; init; }

    public bool IsStale => Pulse is not null && Age > StaleAfter;

    public bool IsSilent => Age > SilentAfter;

    /// <summary>The newest numbers, also while the page holds older ones: nobody should act on those.</summary>
    public LiveReading Newest => Unheld is { } unheld ? new LiveReading(unheld.Pulse, unheld.Age, Now) : this;

    /// <summary>The newer word counts: right after an act the view knows the state before the next pulse does.</summary>
    public CampaignState StateOf(CampaignView campaign)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        return Pulse is null || campaign.ServerTime > Pulse.StoreTime ? campaign.State : Pulse.State;
    }

    /// <inheritdoc cref="StateOf"/>
    public int QuantityOf(CampaignView campaign)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        return Pulse is null || campaign.ServerTime > Pulse.StoreTime ? campaign.Quantity : Pulse.Quantity;
    }
}
