using CouponAdmin.Core.Campaigns;

namespace CouponAdmin.Tests.Issuance;

/// <summary>The product's warmer, counted, and held up when a test says so.</summary>
internal sealed class TestWarmer : ICampaignWarmer
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _mayGo = Open();
    private ICampaignWarmer? _real;
    private int _count;

    /// <summary>Warmings since <see cref="Hold"/>.</summary>
    public int Count => _count;

    public TestWarmer Around(ICampaignWarmer real)
    {
        _real = real;
        return this;
    }

    public void Hold() => (_count, _mayGo) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    public Task BegunAsync() => _begun.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public void Release() => _mayGo.SetResult();

    public async Task<WarmOutcome> WarmAsync(long campaignId, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _count);
        if (!_mayGo.Task.IsCompleted)
        {
            _begun.TrySetResult();
        }

        await _mayGo.Task;
        return await _real!.WarmAsync(campaignId, cancellationToken);
    }

    private static TaskCompletionSource Open()
    {
        TaskCompletionSource open = new();
        open.SetResult();
        return open;
    }
}
