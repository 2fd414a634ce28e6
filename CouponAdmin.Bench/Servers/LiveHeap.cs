using System.Diagnostics.Tracing;
using System.Globalization;
using Microsoft.Diagnostics.NETCore.Client;

namespace CouponAdmin.Bench.Servers;

/// <summary>What a .NET process holds after a full collection: what it has allocated and not yet collected says nothing of what it needs.</summary>
internal static class LiveHeap
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";
    private const string Collections = "dotnet_gc_collections_total{";
    private const string Oldest = "gc_heap_generation=\"gen2\"";
    private const string Size = "dotnet_gc_last_collection_heap_size_bytes{";
    private const string Holes = "dotnet_gc_last_collection_heap_fragmentation_size_bytes{";

    /// <summary>GCHeapCollect: the session's beginning collects (the runtime's events, keyword table).</summary>
    private const long CollectKeyword = 0x80_0000;

    /// <summary>Twice: what the first collection finds to finalize, the second takes.</summary>
    private const int Times = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Bytes of managed objects after full collections.</summary>
    /// <param name="client">Reads the process's <c>/metrics</c>.</param>
    public static async Task<double> CollectAsync(HttpClient client, int process)
    {
        double before = Sum(await ReadAsync(client), Collections, Oldest);
        for (int i = 0; i < Times; i++)
        {
            await AskAsync(process);
        }

        using CancellationTokenSource late = new(Patience);
        string metrics;
        while (Sum(metrics = await ReadAsync(client), Collections, Oldest) < before + Times)
        {
            await Task.Delay(100, late.Token);
        }

        return Sum(metrics, Size) - Sum(metrics, Holes);
    }

    private static async Task AskAsync(int process)
    {
        using EventPipeSession session = await new DiagnosticsClient(process).StartEventPipeSessionAsync(
            [new EventPipeProvider(Runtime, EventLevel.Informational, CollectKeyword)], requestRundown: false, token: default);
        Task drained = session.EventStream.CopyToAsync(Stream.Null);
        await session.StopAsync(default);
        await drained;
    }

    private static Task<string> ReadAsync(HttpClient client) => client.GetStringAsync(new Uri("/metrics", UriKind.Relative));

    private static double Sum(string metrics, string name, string label = "") => metrics.Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.Contains(label, StringComparison.Ordinal))
        .Sum(line => double.Parse(line[(line.IndexOf('}', StringComparison.Ordinal) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture));
}
