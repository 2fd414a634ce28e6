using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.LiveFeed;

namespace CouponAdmin.Web.Campaigns;

/// <summary>Tells pages that wait for a campaign to change: paused, resumed, topped up, closed.</summary>
internal sealed class CampaignChanges(LivePulses pulses, CampaignCatalogue catalogue)
{
    /// <summary>How long one look is good for all who ask.</summary>
    private const int SharedForMs = 200;

    private readonly ConcurrentDictionary<string, SharedView> _views = new(StringComparer.Ordinal);

    /// <summary>The campaign now, then on each change of state or quantity; null means nothing new, so that the connection stays open.</summary>
    public async IAsyncEnumerable<CampaignView?> FollowAsync(CampaignView first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Channel<CampaignPulse> news = Channel.CreateBounded<CampaignPulse>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        using IDisposable subscription = pulses.Subscribe(first.Slug, pulse => news.Writer.TryWrite(pulse));
        CampaignView? view = await SharedViewAsync(first.Slug).WaitAsync(cancellationToken);
        CampaignView? told = null;
        while (view is not null)
        {
            // The shared look may be from just before the change: then there is nothing to tell yet, and the next reading brings it.
            if (told is null || (view.State, view.Quantity) != (told.State, told.Quantity))
            {
                yield return view;
            }

            told = view;
            CampaignView shown = view;
            await foreach (bool isNew in ChangedAsync(news.Reader, shown, cancellationToken))
            {
                if (isNew)
                {
                    break;
                }

                yield return null;
            }

            view = await SharedViewAsync(first.Slug).WaitAsync(cancellationToken);
        }
    }

    // A top-up wakes every waiting page at once: they share one look, a moment old at most.
    private Task<CampaignView?> SharedViewAsync(string slug) => _views.AddOrUpdate(
        slug,
        _ => new SharedView(Environment.TickCount64, catalogue.FindPublishedAsync(slug, CancellationToken.None)),
        (_, held) => Environment.TickCount64 - held.TakenAt < SharedForMs && !held.View.IsFaulted
            ? held
            : new SharedView(Environment.TickCount64, catalogue.FindPublishedAsync(slug, CancellationToken.None))).View;

    private sealed record SharedView(long TakenAt, Task<CampaignView?> View);

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
