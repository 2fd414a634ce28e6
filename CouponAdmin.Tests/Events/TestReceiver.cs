using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using CouponAdmin.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using StandardWebhooks;

namespace CouponAdmin.Tests.Events;

/// <summary>What a receiver got in one call.</summary>
internal sealed record Received(string MessageId, string Timestamp, string Signature, string Body)
{
    public JsonElement Json { get; } = JsonDocument.Parse(Body).RootElement.Clone();

    public IReadOnlyList<JsonElement> Events => [.. Json.GetProperty("data").GetProperty("events").EnumerateArray()];

    /// <summary>Whether one of its signatures is by this secret, as a receiver finds out with the scheme's own library.</summary>
    public bool IsSignedBy(string secret) => Signature.Split(' ').Any(signature => IsSignedBy(secret, signature));

    // The library looks at one signature; the scheme says that there may be several.
    private bool IsSignedBy(string secret, string signature)
    {
        try
        {
            new StandardWebhook(secret).Verify(Body, new HeaderDictionary
            {
                ["webhook-id"] = MessageId,
                ["webhook-timestamp"] = Timestamp,
                ["webhook-signature"] = signature,
            });
            return true;
        }
        catch (StandardWebhooks.Diagnostics.WebhookVerificationException)
        {
            return false;
        }
    }
}

/// <summary>A shop's receiver: a real server that keeps what it got, and answers as the test wishes.</summary>
internal sealed class TestReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Received> _received = new();

    private TestReceiver(WebApplication app, string url) => (_app, Url) = (app, url);

    public string Url { get; }

    /// <summary>The status of each answer; the default accepts everything.</summary>
    public Func<Received, HttpStatusCode> Answers { get; set; } = static _ => HttpStatusCode.NoContent;

    /// <summary>Held back until this ends.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public IReadOnlyList<Received> All => [.. _received];

    /// <summary>The ids of the events in the calls that were accepted, in the order in which they came.</summary>
    public IReadOnlyList<long> Accepted => [.. _received.Where(call => (int)Answers(call) < 300).SelectMany(call => call.Events).Select(e => e.GetProperty("id").GetInt64())];

    public static async Task<TestReceiver> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        string address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{LoopbackPorts.Take()}");
        builder.WebHost.UseUrls(address);
        WebApplication app = builder.Build();
        TestReceiver receiver = new(app, $"{address}/hooks?key=1");
        app.MapPost("/hooks", receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using StreamReader reader = new(context.Request.Body);
        string body = await reader.ReadToEndAsync(context.RequestAborted);
        await Gate.WaitAsync(context.RequestAborted);
        IHeaderDictionary headers = context.Request.Headers;
        Received received = new(headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString(), body);
        HttpStatusCode status = Answers(received);
        _received.Enqueue(received);
        context.Response.StatusCode = (int)status;
        if (status != HttpStatusCode.NoContent)
        {
            await context.Response.WriteAsync($"The receiver says {(int)status}.", context.RequestAborted);
        }
    }
}
