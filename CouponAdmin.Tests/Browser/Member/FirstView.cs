using System.Text.Json;
using CouponAdmin.Web.Claiming;
using Microsoft.Playwright;

namespace CouponAdmin.Tests.Browser.Member;

/// <summary>One first view of a claim page with an empty cache: what went over the wire, and when it could be read and used.</summary>
/// <param name="Bytes">As transferred: headers and compressed bodies.</param>
/// <param name="FirstPaintMs">First contentful paint.</param>
/// <param name="UsableMs">The script has run and knows the member: a press would be answered.</param>
/// <param name="Shifted">Cumulative layout shift.</param>
internal sealed record FirstView(IReadOnlyList<string> Requests, long Bytes, double FirstPaintMs, double UsableMs, double Shifted)
{
    /// <summary>A phone's connection as in docs/claim-page.md: RTT 150 ms, 1.6 Mbit/s down, 0.75 Mbit/s up.</summary>
    public static readonly (int LatencyMs, int DownBitsPerSecond, int UpBitsPerSecond) SlowPhone = (150, 1_600_000, 750_000);

    private const int QuietMs = 500;

    public static async Task<FirstView> OfAsync(ClaimStage stage, ClaimMoment usable, bool slowly)
    {
        ICDPSession devTools = await stage.Context.NewCDPSessionAsync(stage.Page);
        List<string> requests = [];
        long bytes = 0;
        await devTools.SendAsync("Network.enable");
        await devTools.SendAsync("Network.setCacheDisabled", new Dictionary<string, object>(StringComparer.Ordinal) { ["cacheDisabled"] = true });
        if (slowly)
        {
            await devTools.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["offline"] = false,
                ["latency"] = SlowPhone.LatencyMs,
                ["downloadThroughput"] = SlowPhone.DownBitsPerSecond / 8,
                ["uploadThroughput"] = SlowPhone.UpBitsPerSecond / 8,
            });
        }

        devTools.Event("Network.loadingFinished").OnEvent += (_, e) => Interlocked.Add(ref bytes, (long)e!.Value.GetProperty("encodedDataLength").GetDouble());
        stage.Page.Request += (_, request) =>
        {
            if (request.Url.StartsWith("http", StringComparison.Ordinal))
            {
                requests.Add(request.Url);
            }
        };
        await stage.Context.AddInitScriptAsync($$"""
            addEventListener('DOMContentLoaded', () => {
              const panel = document.getElementById('claim');
              const look = () => { if (!window.usableAt && panel.dataset.moment === '{{usable.Key()}}' && document.getElementById('press').hasAttribute('aria-disabled')) window.usableAt = performance.now(); };
              new MutationObserver(look).observe(panel, { attributes: true, subtree: true });
              look();
            });
            """);
        await stage.GoAsync();
        await stage.ShowsAsync(usable);
        await stage.Page.WaitForLoadStateAsync(LoadState.Load);

        // Until nothing was asked for in half a second. A stream that stays open is no request that is still to come.
        for (int seen = -1; seen != requests.Count;)
        {
            seen = requests.Count;
            await stage.Page.WaitForTimeoutAsync(QuietMs);
        }

        JsonElement timing = await stage.Page.EvaluateAsync<JsonElement>("""
            () => ({ paint: performance.getEntriesByName('first-contentful-paint')[0].startTime, usable: window.usableAt, shifted: window.shifted })
            """);
        return new FirstView(
            requests, Interlocked.Read(ref bytes), timing.GetProperty("paint").GetDouble(), timing.GetProperty("usable").GetDouble(), timing.GetProperty("shifted").GetDouble());
    }
}
