using System.Diagnostics;
using System.Text.Json;
using CouponAdmin.Tests.Attacks.Fuzz;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Operations;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace CouponAdmin.Tests.Telemetry;

/// <summary>What the log looks like, and that what is normal is no failure in it.</summary>
public sealed class LogTests
{
    private static readonly DateTimeOffset Moment = new(2026, 11, 30, 1, 2, 3, 456, TimeSpan.Zero);

    [Fact]
    public void JsonLine_InsideARequest_HasTimeLevelCategoryAndTrace()
    {
        using Activity activity = new Activity("request").Start();

        JsonElement line = Assert.Single(Written(new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(
            LogLevel.Warning, "Category", new EventId(7), [new("Campaign", "봄 쿠폰"), new("{OriginalFormat}", "…")], new InvalidOperationException("why"), (_, _) => "Campaign 봄 쿠폰 is away")));

        Assert.Equal("2026-11-30T01:02:03.456Z", Text(line, "Timestamp"));
        Assert.Equal(("Warning", "Category", "Campaign 봄 쿠폰 is away"), (Text(line, "LogLevel"), Text(line, "Category"), Text(line, "Message")));
        Assert.Equal((activity.TraceId.ToHexString(), activity.SpanId.ToHexString()), (Text(line, "TraceId"), Text(line, "SpanId")));
        Assert.Contains("InvalidOperationException: why", Text(line, "Exception"), StringComparison.Ordinal);
        Assert.Equal("봄 쿠폰", Assert.Single(line.GetProperty("State").EnumerateObject()).Value.GetString());
    }

    [Fact]
    public void JsonLine_WhenATextWouldForgeAnEntry_StaysOneLineOfAscii()
    {
        foreach (string hostile in HostileText.All)
        {
            JsonElement line = Assert.Single(Written(new LogEntry<string>(
                LogLevel.Warning, "Category", new EventId(7), hostile, new InvalidOperationException(hostile), (text, _) => $"Campaign {text} is away")));
            Assert.Equal("Warning", Text(line, "LogLevel"));
        }
    }

    [Fact]
    public async Task Log_OfAStartASaleAndAStopInProduction_IsJsonWithOneStartLineAndNoFailure()
    {
        // An empty folder: what the making of the schema writes is in it too.
        using TestDirectory folder = new("log");
        await using AppProcess app = await AppProcess.StartReadyAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["DataDirectory"] = folder.Path }, "Production");
        await Eventually.HoldsAsync(() => app.Output, said => said.Contains("serves at", StringComparison.Ordinal));
        using HttpResponseMessage page = await app.Client.GetAsync(new Uri("/", UriKind.Relative));
        int ended = await app.TerminateAsync();

        JsonElement[] lines = [.. app.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(0, ended);
        Assert.DoesNotContain(lines, line => Text(line, "LogLevel") is "Error" or "Critical");
        JsonElement start = Assert.Single(lines, line => Text(line, "Category") == "CouponAdmin.Web" && Text(line, "Message").StartsWith("CouponAdmin ", StringComparison.Ordinal));
        Assert.Contains(app.Address.GetLeftPart(UriPartial.Authority), Text(start, "Message"), StringComparison.Ordinal);
        Assert.All(["Version", "Store", "Durability", "Database", "DatabaseAddress"], name => Assert.NotEmpty(Text(start.GetProperty("State"), name)));
    }

    private static List<JsonElement> Written<TState>(in LogEntry<TState> entry)
    {
        StringWriter written = new();
        new JsonLines(new FakeTimeProvider(Moment)).Write(entry, null, written);
        Assert.DoesNotContain(written.ToString(), c => c is not '\n' and not (>= ' ' and <= '~'));
        return [.. written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
