using System.Globalization;
using System.Text.Json;

namespace CouponAdmin.Tests.Description;

/// <summary>Holds a value against a schema of the document: as much of JSON Schema as the document uses. A field that the document doesn't know is a fault too.</summary>
internal sealed class SchemaJudge(Document document)
{
    public IEnumerable<string> FaultsOf(JsonElement schema, JsonElement value, string path = "$")
    {
        schema = document.Resolve(schema);
        if (schema.TryGetProperty("oneOf", out JsonElement choices))
        {
            return choices.EnumerateArray().Any(choice => !FaultsOf(choice, value, path).Any()) ? [] : [$"{path} fits none of its schemas"];
        }

        if (schema.TryGetProperty("type", out JsonElement type) && !TypesOf(type).Any(name => IsOf(name, value)))
        {
            return [$"{path} is {value.ValueKind}, not {type}"];
        }

        if (schema.TryGetProperty("enum", out JsonElement words) && !words.EnumerateArray().Any(word => word.ToString() == value.ToString()))
        {
            return [$"{path} is {value}, which isn't in its list"];
        }

        return value.ValueKind switch
        {
            JsonValueKind.Object => OfObject(schema, value, path),
            JsonValueKind.Array when schema.TryGetProperty("items", out JsonElement items) => value.EnumerateArray().SelectMany((item, i) => FaultsOf(items, item, $"{path}[{i}]")),
            JsonValueKind.String when IsMoment(schema) && !DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, out _) => [$"{path} is no moment: {value}"],
            _ => [],
        };
    }

    private IEnumerable<string> OfObject(JsonElement schema, JsonElement value, string path)
    {
        IEnumerable<string> missing = schema.TryGetProperty("required", out JsonElement required)
            ? required.EnumerateArray().Select(name => name.GetString()!).Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{path}.{name} is missing")
            : [];
        JsonElement others = schema.TryGetProperty("additionalProperties", out JsonElement given) && given.ValueKind == JsonValueKind.Object ? given : default;
        return missing.Concat(value.EnumerateObject().SelectMany(field =>
            schema.TryGetProperty("properties", out JsonElement known) && known.TryGetProperty(field.Name, out JsonElement own) ? FaultsOf(own, field.Value, $"{path}.{field.Name}")
            : others.ValueKind == JsonValueKind.Object ? FaultsOf(others, field.Value, $"{path}.{field.Name}")
            : [$"{path}.{field.Name} isn't described"]));
    }

    private static IEnumerable<string> TypesOf(JsonElement type) => type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(name => name.GetString()!) : [type.GetString()!];

    private static bool IsMoment(JsonElement schema) => schema.TryGetProperty("format", out JsonElement format) && format.GetString() == "date-time";

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        _ => false,
    };
}
