using System.Threading.Channels;

namespace CouponAdmin.Core.Issuance.Notices;

/// <summary>One open stream of one member.</summary>
internal sealed class NoticeWaiter(string member, Action<NoticeWaiter> leave) : IDisposable
{
    /// <summary>Notices kept for a slow reader; older ones give way, as each later one says more.</summary>
    public const int NoticesMax = 4;

    private readonly Channel<ClaimNotice> _notices =
        Channel.CreateBounded<ClaimNotice>(new BoundedChannelOptions(NoticesMax) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public string Member { get; } = member;

    /// <summary>Looks in a row that found neither ticket nor row.</summary>
    public int Missed { get; set; }

    public void Tell(ClaimNotice notice) => _notices.Writer.TryWrite(notice);

    /// <summary>The next notice, or a ping when there is none for so long.</summary>
    public async Task<ClaimNotice> NextAsync(TimeSpan pingAfter, CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(pingAfter);
        try
        {
            return await _notices.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ClaimNotice.Ping();
        }
    }

    public void Dispose() => leave(this);
}
