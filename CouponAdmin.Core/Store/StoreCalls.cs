using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using CouponAdmin.Core.Telemetry;
using StackExchange.Redis;

namespace CouponAdmin.Core.Store;

/// <summary>Measures the scripts that are sent to the store, by script and server: one record a script, which carries a whole batch of claims.</summary>
internal static class StoreCalls
{
    private static readonly Histogram<double> Duration = ProductMeter.Histogram(ProductMetrics.StoreCallDuration);
    private static readonly ConcurrentDictionary<EndPoint, (object Address, object Port)> Servers = new();

    /// <summary>The master of a key; null while none is known.</summary>
    public static IServer? ServerOf(IConnectionMultiplexer connection, RedisKey key)
    {
        try
        {
            return connection.GetServer(key, flags: CommandFlags.DemandMaster);
        }
        catch (Exception e) when (e is RedisException or InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>One call has ended, well or not.</summary>
    public static void Note(string script, IConnectionMultiplexer connection, RedisKey key, long began, Task call, Activity? span)
    {
        if (Duration.Enabled)
        {
            Note(script, ServerOf(connection, key), began, call, span);
        }
    }

    /// <summary>The same for a call to this very server; null where no master was known.</summary>
    /// <param name="span">Is told the same.</param>
    public static void Note(string script, IServer? server, long began, Task call, Activity? span)
    {
        TagList tags = new() { { ProductMetrics.Script, script } };
        if (server is not null)
        {
            (object address, object port) = Servers.GetOrAdd(server.EndPoint, static endPoint => AddressOf(endPoint));
            tags.Add(ProductMetrics.ServerAddress, address);
            tags.Add(ProductMetrics.ServerPort, port);
        }

        if (!call.IsCompletedSuccessfully)
        {
            string? error = (call.Exception?.InnerException?.GetType() ?? typeof(OperationCanceledException)).FullName;
            tags.Add(ProductMetrics.ErrorType, error);
            span?.SetStatus(ActivityStatusCode.Error, error);
        }

        if (span is not null)
        {
            foreach (KeyValuePair<string, object?> tag in tags)
            {
                span.SetTag(tag.Key, tag.Value);
            }
        }

        Duration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, tags);
    }

    /// <summary>A server's address for people: host and port.</summary>
    public static string NameOf(EndPoint endPoint) => AddressOf(endPoint) is (string address, string { Length: > 0 } port) ? $"{address}:{port}" : endPoint.ToString()!;

    private static (object Address, object Port) AddressOf(EndPoint endPoint) => endPoint switch
    {
        DnsEndPoint name => (name.Host, name.Port.ToString(CultureInfo.InvariantCulture)),
        IPEndPoint address => (address.Address.ToString(), address.Port.ToString(CultureInfo.InvariantCulture)),
        _ => (endPoint.ToString() ?? "", ""),
    };
}
