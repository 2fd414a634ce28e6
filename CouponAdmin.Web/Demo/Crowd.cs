using System.Globalization;
using CouponAdmin.Web.Accounts;
using CouponAdmin.Web.Http;
using Microsoft.AspNetCore.Hosting.Server;

namespace CouponAdmin.Web.Demo;

/// <summary>Sends made-up people to a sale of the demo, through this instance's own HTTP entrance: a newcomer sees a rush without a second program.</summary>
/// <remarks>
/// It is registered in a demo alone (<see cref="DemoRegistration"/>) and has no endpoint. Nothing in the product knows its people: they bring tokens that this process
/// signs for them, come by every limit that others come by, and leave rows as others do. One crowd at a time, of a bounded number and a bounded time.
/// </remarks>
internal sealed partial class Crowd(IServer server, IHostApplicationLifetime lifetime, SigningKey key, TimeProvider time, ILogger<Crowd> log)
{
    public const int People = 2_000;

    private readonly Lock _one = new();
    private Sent? _latest;

    /// <summary>The latest crowd of this campaign; null: none since the start, or a later one went elsewhere.</summary>
    public CrowdProgress? Of(string slug) => Volatile.Read(ref _latest) is { } latest && latest.Slug == slug ? latest.Run.Progress : null;

    /// <summary>Announces a crowd, which comes by itself. It goes on when the page that asked for it is closed.</summary>
    public CrowdStart Send(string slug)
    {
        if (OwnAddress.Of(server) is not { } address)
        {
            return CrowdStart.NoAddress;
        }

        lock (_one)
        {
            if (_latest is { Run.Progress.IsUnderWay: true })
            {
                return CrowdStart.Busy;
            }

            // The moment names the crowd: its people must not have asked before.
            string name = time.GetUtcNow().ToUnixTimeSeconds().ToString("x", CultureInfo.InvariantCulture);
            CrowdEntrance entrance = new(address, slug, key, time);
            CancellationTokenSource ends = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
            CrowdRun run = new(name, CrowdPerson.Crowd(People, Random.Shared), entrance, time);
            _latest = new Sent(slug, run, ends);
            _ = RunAsync(slug, run, entrance, ends);
            return CrowdStart.Sent;
        }
    }

    /// <summary>Sends the rest of them home. Claims that were answered stay.</summary>
    public void Stop()
    {
        lock (_one)
        {
            if (_latest is { Run.Progress.IsUnderWay: true } latest)
            {
                latest.Ends.Cancel();
            }
        }
    }

    private async Task RunAsync(string slug, CrowdRun run, CrowdEntrance entrance, CancellationTokenSource ends)
    {
        ends.CancelAfter(CrowdRun.LastsMax);
        using (entrance)
        {
            await run.RunAsync(ends.Token);
        }

        // Not disposed of: a press on "stop" may come at this very moment, and there is one in a demo's minute.
        CrowdProgress end = run.Progress;
        LogGone(log, slug, end.Sent, end.Lasted.TotalSeconds, end.Admitted, end.SoldOut, end.Unanswered);
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "The demo's crowd at {Slug} has gone: {Sent} requests in {Seconds:0.0} s, {Admitted} admitted, {SoldOut} told sold out, {Unanswered} without an answer.")]
    private static partial void LogGone(ILogger logger, string slug, int sent, double seconds, int admitted, int soldOut, int unanswered);

    private sealed record Sent(string Slug, CrowdRun Run, CancellationTokenSource Ends);
}
