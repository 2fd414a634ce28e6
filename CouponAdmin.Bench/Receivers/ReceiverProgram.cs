using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Bench.Receivers;

/// <summary>How a receiver misbehaves.</summary>
internal enum ReceiverKind
{
    /// <summary>Accepts everything at once.</summary>
    Good,

    /// <summary>Answers 500 to the first of each <see cref="ReceiverProgram.CallsBetweenFaults"/> calls.</summary>
    Failing,

    /// <summary>Takes its time, and for the second call more than anybody waits for.</summary>
    Slow,
}

/// <summary>A webhook's receiver as a program of its own, to be measured with and to be killed: what it accepts is in its file before it says so.</summary>
internal static class ReceiverProgram
{
    public const int CallsBetweenFaults = 40;

    private static readonly TimeSpan Slowness = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Endless = TimeSpan.FromMinutes(1);

    /// <param name="kind">How it answers.</param>
    /// <param name="file">Gets the id of each event that was accepted, one a line, in the order in which they came.</param>
    public static async Task<int> RunAsync(ReceiverKind kind, string file)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        WebApplication app = builder.Build();
        await using FileStream accepted = new(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        using SemaphoreSlim turn = new(1);
        int calls = 0;
        app.MapGet("/ready", () => TypedResults.Ok());
        app.MapPost("/hooks", async context =>
        {
            int call = Interlocked.Increment(ref calls);
            if (kind == ReceiverKind.Failing && call % CallsBetweenFaults == 1)
            {
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                return;
            }

            byte[] lines = await LinesOfAsync(context);
            await turn.WaitAsync();
            try
            {
                await accepted.WriteAsync(lines);
                await accepted.FlushAsync();
            }
            finally
            {
                turn.Release();
            }

            if (kind == ReceiverKind.Slow)
            {
                await Task.Delay(call == 2 ? Endless : Slowness, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            context.Response.StatusCode = StatusCodes.Status204NoContent;
        });
        await app.RunAsync();
        return 0;
    }

    private static async Task<byte[]> LinesOfAsync(HttpContext context)
    {
        using JsonDocument body = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
        StringBuilder lines = new();
        foreach (JsonElement told in body.RootElement.GetProperty("data").GetProperty("events").EnumerateArray())
        {
            lines.Append(CultureInfo.InvariantCulture, $"{told.GetProperty("id").GetInt64()}\n");
        }

        return Encoding.ASCII.GetBytes(lines.ToString());
    }
}
