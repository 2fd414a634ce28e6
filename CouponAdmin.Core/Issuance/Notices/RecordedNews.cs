using System.Globalization;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Store;
using StackExchange.Redis;

namespace CouponAdmin.Core.Issuance.Notices;

/// <summary>"Recorded up to T": told to this process directly and to the other instances by the store. Only a wake-up; rows tell the rest.</summary>
internal sealed class RecordedNews(StoreConnections store, NoticeHub hub)
{
    /// <summary>Never fails for a store that is away: whoever waits looks again every few seconds.</summary>
    public async Task PublishAsync(Guid campaign, long watermark, int recorded)
    {
        hub.Announce(campaign, watermark, recorded);
        try
        {
            string message = string.Create(CultureInfo.InvariantCulture, $"{campaign:N} {watermark} {recorded}");
            await store.Draining.PublishAsync(CampaignKeys.Recorded, message, CommandFlags.FireAndForget);
        }
        catch (RedisException)
        {
            // The watermark's copy and the waiters' own look-ups bring the news later.
        }
    }

    /// <summary>Listens to the other instances.</summary>
    public Task ListenAsync() => store.Subscriptions.SubscribeAsync(CampaignKeys.Recorded, (_, message) =>
    {
        string[] parts = message.ToString().Split(' ');
        if (parts.Length == 3 && Guid.TryParseExact(parts[0], "N", out Guid campaign)
            && long.TryParse(parts[1], CultureInfo.InvariantCulture, out long watermark) && int.TryParse(parts[2], CultureInfo.InvariantCulture, out int recorded))
        {
            hub.Announce(campaign, watermark, recorded);
        }
    });
}
