using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CouponAdmin.Web.Http;

/// <summary>A JSON merge patch (RFC 7396) of a value: the fields that it names are set, those that it gives as null are taken away.</summary>
/// <remarks>Read once as the value itself, so that an unknown field and a value of the wrong kind are told as for any other body.</remarks>
[JsonConverter(typeof(MergePatchConverter))]
internal sealed class MergePatch<T>(JsonElement document)
    where T : class
{
    public const string ContentType = "application/merge-patch+json";

    /// <summary>The value with the patch in it.</summary>
    public T ApplyTo(T value)
    {
        JsonNode target = JsonNode.Parse(JsonSerializer.SerializeToUtf8Bytes(value, ApiJson.Options), new JsonNodeOptions { PropertyNameCaseInsensitive = true })!;
        Merge(target.AsObject(), document);
        return target.Deserialize<T>(ApiJson.Options)!;
    }

    private static void Merge(JsonObject target, JsonElement patch)
    {
        foreach (JsonProperty field in patch.EnumerateObject())
        {
            if (field.Value.ValueKind != JsonValueKind.Object)
            {
                target[field.Name] = field.Value.ValueKind == JsonValueKind.Null ? null : JsonNode.Parse(field.Value.GetRawText());
                continue;
            }

            if (target[field.Name] is not JsonObject inner)
            {
                target[field.Name] = inner = new JsonObject(target.Options);
            }

            Merge(inner, field.Value);
        }
    }
}

/// <summary>Reads a merge patch of any value.</summary>
internal sealed class MergePatchConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(MergePatch<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Reading<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Reading<T> : JsonConverter<MergePatch<T>>
        where T : class
    {
        public override MergePatch<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            JsonElement document = JsonElement.ParseValue(ref reader);
            _ = document.Deserialize<T>(options);
            return new MergePatch<T>(document);
        }

        public override void Write(Utf8JsonWriter writer, MergePatch<T> value, JsonSerializerOptions options) => throw new NotSupportedException("Patches are read, never written.");
    }
}
