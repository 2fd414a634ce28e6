using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CouponAdmin.Web.Http;

/// <summary>Server-sent events that end in order when the instance does: an open stream would hold the end up until its time-out, and then be cut.</summary>
/// <remarks>A client takes the end of a stream as the sign to come back, which by then leads to another instance.</remarks>
internal sealed class EventStreams(IHostApplicationLifetime lifetime)
{
    private int _open;

    /// <summary>Streams that are open on this instance.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>The stream as an answer; HEAD gets its headers and no event.</summary>
    public ServerSentEventsResult<object> Of(
        HttpContext context, Func<CancellationToken, IAsyncEnumerable<SseItem<object>>> follow, CancellationToken gone, Func<CancellationToken, Task>? over = null) =>
        TypedResults.ServerSentEvents(HeadRequests.Is(context) ? AsyncEnumerable.Empty<SseItem<object>>() : UntilTheEndAsync(follow, over, gone));

    /// <summary>The events until there are no more, the client is gone, its right is over, or the instance ends.</summary>
    /// <param name="follow">Makes the events; its token is raised for each of these ends alike.</param>
    /// <param name="over">Ends when whoever follows loses the right to; null: that never comes.</param>
    /// <param name="gone">The client is gone.</param>
    private async IAsyncEnumerable<SseItem<object>> UntilTheEndAsync(
        Func<CancellationToken, IAsyncEnumerable<SseItem<object>>> follow, Func<CancellationToken, Task>? over, [EnumeratorCancellation] CancellationToken gone)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(gone, lifetime.ApplicationStopping);
        Task watch = over is null ? Task.CompletedTask : EndAfterAsync(over, end);
        Interlocked.Increment(ref _open);
        try
        {
            await using IAsyncEnumerator<SseItem<object>> items = follow(end.Token).GetAsyncEnumerator(end.Token);
            while (await NextAsync(items, gone))
            {
                yield return items.Current;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _open);
            await end.CancelAsync();
            await watch;
        }
    }

    private static async Task EndAfterAsync(Func<CancellationToken, Task> over, CancellationTokenSource end)
    {
        try
        {
            await over(end.Token);
            await end.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // The stream ended first.
        }
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<SseItem<object>> items, CancellationToken gone)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (OperationCanceledException) when (!gone.IsCancellationRequested)
        {
            return false;
        }
    }
}
