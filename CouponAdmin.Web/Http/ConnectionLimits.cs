using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CouponAdmin.Web.Http;

/// <summary>Settings <c>Limits:*</c> of the connections: what one of them may send, and how slowly.</summary>
/// <remarks>The largest honest request is a campaign's draft, some 10 KB; the longest honest headers are a browser's with its cookies, some 4 KB.</remarks>
internal sealed class ConnectionLimitsOptions
{
    /// <summary>How long a connection may take to send the headers of a request.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan HeadersWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes of all headers of a request; more is answered 431.</summary>
    [Range(4_096, 1_048_576)]
    public int HeaderBytes { get; set; } = 32 * 1_024;

    /// <summary>Headers of a request; more is answered 431.</summary>
    [Range(20, 1_000)]
    public int HeaderCount { get; set; } = 100;

    /// <summary>Bytes of a request's body; more is answered 413.</summary>
    [Range(16_384, 33_554_432)]
    public int BodyBytes { get; set; } = 128 * 1_024;

    /// <summary>A body that comes slower than this after <see cref="BodyGrace"/> is answered 408 and cut.</summary>
    [Range(1, 1_000_000)]
    public int BodyBytesPerSecond { get; set; } = 240;

    /// <summary>How long a body may be slower than <see cref="BodyBytesPerSecond"/>: more than a second, Kestrel's own clock tick.</summary>
    [Range(typeof(TimeSpan), "00:00:01.1", "00:05:00")]
    public TimeSpan BodyGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The server itself cuts what is so many times beyond a header limit, with a bare 431; up to there the answer has words.</summary>
    public const int BeyondWords = 4;

    /// <summary>Connections at a time, event streams and circuits included; 0: no limit but the machine's. One more is closed at once.</summary>
    [Range(0, 10_000_000)]
    public int Connections { get; set; }
}

/// <summary>The outermost door: a connection that is slow or greedy costs a socket for a few seconds and no thread.</summary>
internal static class ConnectionLimits
{
    /// <exception cref="SettingException">Names the setting and its rule.</exception>
    public static void AddConnectionLimits(this WebApplicationBuilder builder)
    {
        ConnectionLimitsOptions limits = CouponSettings.Bind<ConnectionLimitsOptions>(builder.Configuration, LimitsOptions.Section);
        builder.Services.AddSingleton(limits).Configure<KestrelServerOptions>(server =>
        {
            // Whoever looks for servers of a kind with a known hole need not be told.
            server.AddServerHeader = false;
            server.Limits.RequestHeadersTimeout = limits.HeadersWithin;
            server.Limits.MaxRequestHeadersTotalSize = limits.HeaderBytes * ConnectionLimitsOptions.BeyondWords;
            server.Limits.MaxRequestHeaderCount = limits.HeaderCount * ConnectionLimitsOptions.BeyondWords;
            server.Limits.MaxRequestBodySize = limits.BodyBytes;
            server.Limits.MinRequestBodyDataRate = new MinDataRate(limits.BodyBytesPerSecond, limits.BodyGrace);
            server.Limits.MaxConcurrentConnections = limits.Connections == 0 ? null : limits.Connections;
        });
    }
}
