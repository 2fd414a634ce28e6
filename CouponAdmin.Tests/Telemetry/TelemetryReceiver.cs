using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using CouponAdmin.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Tests.Telemetry;

/// <summary>A collector: takes OTLP over HTTP and keeps what came, by the path that it came to.</summary>
internal sealed class TelemetryReceiver : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = new();

    private TelemetryReceiver(WebApplication server, Uri address) => (_server, Address) = (server, address);

    public Uri Address { get; }

    /// <summary>Every span that came so far.</summary>
    public IReadOnlyList<ReceivedSpan> Spans =>
    [
        .. Bodies("/v1/traces").SelectMany(body => Protobuf.Messages(body, 1)).SelectMany(resource => Protobuf.Messages(resource, 2))
            .SelectMany(scope => Protobuf.Messages(scope, 2)).Select(ReceivedSpan.Read),
    ];

    public static async Task<TelemetryReceiver> StartAsync()
    {
        Uri address = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{LoopbackPorts.Take()}"));
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseUrls(address.GetLeftPart(UriPartial.Authority));
        builder.Logging.ClearProviders();
        WebApplication server = builder.Build();
        TelemetryReceiver receiver = new(server, address);
        server.MapPost("/{**path}", async (HttpContext context) =>
        {
            using MemoryStream body = new();
            await context.Request.Body.CopyToAsync(body);
            receiver._received.Enqueue((context.Request.Path.Value!, body.ToArray()));
            return Results.Bytes([], "application/x-protobuf");
        });
        await server.StartAsync();
        return receiver;
    }

    /// <summary>Something with this text came to that path.</summary>
    public bool Has(string path, string text) => Bodies(path).Any(body => body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private IEnumerable<byte[]> Bodies(string path) => _received.Where(received => received.Path == path).Select(received => received.Body);
}

/// <summary>One span, by the numbers of OTLP's <c>trace.proto</c>.</summary>
internal sealed record ReceivedSpan(string Trace, string Id, string Parent, string Name, IReadOnlyList<string> Links)
{
    public static ReceivedSpan Read(byte[] span) => new(
        Hex(span, 1), Hex(span, 2), Hex(span, 4), Encoding.UTF8.GetString(Protobuf.Messages(span, 5)[0]), [.. Protobuf.Messages(span, 13).Select(link => Hex(link, 2))]);

    public override string ToString() => $"{Trace} {Parent} > {Id} {Name} [{string.Join(' ', Links)}]";

    private static string Hex(byte[] message, int field) => Protobuf.Messages(message, field) is [byte[] id, ..] ? Convert.ToHexStringLower(id) : "";
}

/// <summary>As much of protobuf's wire format as finding fields takes.</summary>
internal static class Protobuf
{
    /// <summary>The bytes of each field of this number: a message, a text or an id.</summary>
    public static IReadOnlyList<byte[]> Messages(byte[] message, int field)
    {
        List<byte[]> found = [];
        int at = 0;
        while (at < message.Length)
        {
            ulong key = Number(message, ref at);
            int length = (key & 7) switch
            {
                0 => Skipped(message, at),
                1 => 8,
                2 => (int)Number(message, ref at),
                5 => 4,
                _ => throw new FormatException($"No wire type {key & 7} is known."),
            };
            if ((key & 7) == 2 && (int)(key >> 3) == field)
            {
                found.Add(message[at..(at + length)]);
            }

            at += length;
        }

        return found;
    }

    private static int Skipped(byte[] message, int at)
    {
        int end = at;
        Number(message, ref end);
        return end - at;
    }

    private static ulong Number(byte[] message, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = message[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}
