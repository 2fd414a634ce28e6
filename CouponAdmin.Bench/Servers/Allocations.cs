using System.Globalization;

namespace CouponAdmin.Bench.Servers;

/// <summary>What the product says of its memory at <c>/metrics</c>.</summary>
internal static class Allocations
{
    private const string Total = "dotnet_gc_heap_total_allocated_bytes_total";

    /// <summary>Bytes allocated since the start.</summary>
    public static async Task<double> ReadAsync(HttpClient client)
    {
        string text = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        string line = text.Split('\n').First(l => l.StartsWith(Total, StringComparison.Ordinal));
        return double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
