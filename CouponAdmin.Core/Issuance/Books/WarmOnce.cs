using System.Collections.Concurrent;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Results;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Core.Issuance.Books;

/// <summary>Warms a campaign for a crowd of claims that find it cold: one warming, however many ask.</summary>
internal sealed partial class WarmOnce(ICampaignWarmer warmer, CampaignDirectory directory, ILogger<WarmOnce> log)
{
    private readonly ConcurrentDictionary<Guid, Task<bool>> _underWay = new();

    /// <summary>True when the campaign was warmed within the time; the warming goes on behind a caller that gives up.</summary>
    public async Task<bool> TryAsync(CampaignRef campaign, TimeSpan timeout, CancellationToken cancellationToken)
    {
        TaskCompletionSource<bool> mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<bool> warming = _underWay.GetOrAdd(campaign.Key, mine.Task);
        if (warming == mine.Task)
        {
            _ = WarmAsync(campaign, mine);
        }

        try
        {
            return await warming.WaitAsync(timeout, cancellationToken);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task WarmAsync(CampaignRef campaign, TaskCompletionSource<bool> done)
    {
        bool isWarm = false;
        try
        {
            await warmer.WarmAsync(campaign.Id, CancellationToken.None);
            directory.Forget(campaign.Slug);
            isWarm = true;
        }
        catch (Exception e) when (Outage.Is(e))
        {
            LogFailed(log, campaign.Slug, e.Message);
        }
        finally
        {
            _underWay.TryRemove(campaign.Key, out _);
            done.TrySetResult(isWarm);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Campaign {Slug} could not be warmed: {Reason}")]
    private static partial void LogFailed(ILogger logger, string slug, string reason);
}
