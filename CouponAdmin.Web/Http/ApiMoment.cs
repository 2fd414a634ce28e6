using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using CouponAdmin.Core.Results;

namespace CouponAdmin.Web.Http;

/// <summary>A moment as programs give it, in a body and in an address: ISO 8601 with its offset. A time without one is another moment in each zone, so it is never guessed.</summary>
internal static partial class ApiMoment
{
    private const int TickDigits = 7;

    /// <summary>The moment, or the rule that the text breaks.</summary>
    public static (DateTimeOffset? Moment, FieldRule Rule) Read(string? text)
    {
        Match parts = Pattern().Match(text ?? "");
        if (!parts.Success)
        {
            return (null, FieldRule.NotAMoment);
        }

        if (parts.Groups["lost"].Success)
        {
            return (null, FieldRule.PlusLost);
        }

        if (!parts.Groups["offset"].Success)
        {
            return (null, FieldRule.OffsetNeeded);
        }

        // Python and Go write up to nine digits of a second; a tick is the seventh.
        string fraction = parts.Groups["fraction"].Value;
        string plain = $"{parts.Groups["day"].Value}T{parts.Groups["time"].Value}{(parts.Groups["second"].Success ? "" : ":00")}"
            + $".{fraction[..Math.Min(fraction.Length, TickDigits)].PadRight(TickDigits, '0')}{parts.Groups["offset"].Value.ToUpperInvariant()}";
        return DateTimeOffset.TryParseExact(plain, "yyyy-MM-dd'T'HH:mm:ss.fffffffK", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset moment)
            ? (moment, default)
            : (null, FieldRule.NotAMoment);
    }

    [GeneratedRegex(
        @"^(?<day>[0-9]{4}-[0-9]{2}-[0-9]{2})([Tt](?<time>[0-9]{2}:[0-9]{2}(?<second>:[0-9]{2})?)(\.(?<fraction>[0-9]{1,16}))?(?<offset>[Zz]|[+-][0-9]{2}:[0-9]{2}|(?<lost> [0-9]{2}:?[0-9]{2}))?)?\z",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}

/// <summary>A value in JSON that breaks a rule of its own; the serializer adds where it stands.</summary>
internal sealed class JsonRuleException(FieldRule rule) : JsonException($"The value breaks the rule {rule}.")
{
    public FieldRule Rule => rule;
}

/// <summary>Reads moments in JSON by the same rule.</summary>
internal sealed class ApiMomentConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        (DateTimeOffset? moment, FieldRule rule) = ApiMoment.Read(reader.TokenType == JsonTokenType.String ? reader.GetString() : null);
        return moment ?? throw new JsonRuleException(rule);
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
