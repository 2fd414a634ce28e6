using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using CouponAdmin.Core.EventLog;

namespace CouponAdmin.Core.Webhooks;

/// <summary>What is posted: the envelope of the Standard Webhooks scheme around events that look as they do in the interface.</summary>
internal static class WebhookBody
{
    public const string EventsType = "coupon.events";
    public const string TestType = "webhook.test";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public static string Of(string type, DateTimeOffset at, IReadOnlyList<EventView> events) => JsonSerializer.Serialize(new Envelope(type, at, new Content(events)), Json);

    private sealed record Envelope(string Type, DateTimeOffset Timestamp, Content Data);

    private sealed record Content(IReadOnlyList<EventView> Events);
}
