using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.LiveFeed;

namespace CouponAdmin.Web.Campaigns;

/// <summary>Tells pages that wait for a campaign to change: paused, resumed, topped up, closed.</summary>
internal sealed class CampaignChanges(LivePulses pulses, CampaignCatalogue catalogue)
{
    /// <summary>The campaign now, then on each change of state or quantity; null means nothing new, so that the connection stays open.</summary>
    public async IAsyncEnumerable<CampaignView?> FollowAsync(CampaignView first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Channel<CampaignPulse> news = Channel.CreateBounded<CampaignPulse>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        using IDisposable subscription = pulses.Subscribe(first.Slug, pulse => news.Writer.TryWrite(pulse));
        CampaignView? view = await catalogue.FindPublishedAsync(first.Slug, cancellationToken);
        while (view is not null)
        {
            yield return view;
            CampaignView shown = view;
            await foreach (bool isNew in ChangedAsync(news.Reader, shown, cancellationToken))
            {
                if (isNew)
                {
                    break;
                }

                yield return null;
            }

            view = await catalogue.FindPublishedAsync(first.Slug, cancellationToken);
        }
    }

    // False each time that nothing has changed for as long as a connection may stay silent; true, once, when something has.
    private static async IAsyncEnumerable<bool> ChangedAsync(
        ChannelReader<CampaignPulse> news, CampaignView shown, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long silentSince = Environment.TickCount64;
        await foreach (CampaignPulse pulse in news.ReadAllAsync(cancellationToken))
        {
            if (pulse.State != shown.State || pulse.Quantity != shown.Quantity)
            {
                yield return true;
            }
            else if (Environment.TickCount64 - silentSince >= MyClaims.PingAfter.TotalMilliseconds)
            {
                silentSince = Environment.TickCount64;
                yield return false;
            }
        }
    }
}
