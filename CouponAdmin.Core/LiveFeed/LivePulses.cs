namespace CouponAdmin.Core.LiveFeed;

/// <summary>Live numbers for open pages: one reader per instance, whatever the number of subscribers.</summary>
public sealed class LivePulses
{
    /// <summary>Calls back about once a second with the campaign's newest numbers until disposed. The callback runs on a pool thread.</summary>
    public IDisposable Subscribe(string slug, Action<CampaignPulse> callback) => throw new NotSupportedException();

    /// <summary>The newest reading, or null when there is none yet.</summary>
    public CampaignPulse? Latest(string slug) => throw new NotSupportedException();

    /// <summary>Reads once, now; null when the campaign is not in the store.</summary>
    public Task<CampaignPulse?> ReadAsync(string slug, CancellationToken cancellationToken) => throw new NotSupportedException();
}
