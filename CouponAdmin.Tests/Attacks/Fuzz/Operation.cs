using System.Text.Json;

namespace CouponAdmin.Tests.Attacks.Fuzz;

/// <summary>One operation as the interface's own description tells of it.</summary>
/// <param name="Fields">The fields of its body by name; null: it takes none.</param>
/// <param name="BodyType">What kind of body.</param>
internal sealed record Operation(
    string Method, string Path, IReadOnlyList<string> InPath, IReadOnlyList<string> InQuery, IReadOnlyList<string>? Fields, string BodyType = Operation.Json)
{
    public const string Json = "application/json";

    /// <summary>Its body is a form, and it answers as OAuth does.</summary>
    public bool IsForm => BodyType is not (Json or "text/csv");

    /// <summary>Every operation of an OpenAPI document.</summary>
    public static IReadOnlyList<Operation> AllOf(JsonElement document) =>
    [
        .. from path in document.GetProperty("paths").EnumerateObject()
           from method in path.Value.EnumerateObject()
           select new Operation(
               method.Name.ToUpperInvariant(), path.Name, Parameters(method.Value, "path"), Parameters(method.Value, "query"), FieldsOf(document, method.Value), TypeOf(method.Value)),
    ];

    private static string[] Parameters(JsonElement operation, string where) => operation.TryGetProperty("parameters", out JsonElement all)
        ? [.. all.EnumerateArray().Where(p => p.GetProperty("in").GetString() == where).Select(p => p.GetProperty("name").GetString()!)]
        : [];

    private static string[]? FieldsOf(JsonElement document, JsonElement operation)
    {
        if (!operation.TryGetProperty("requestBody", out JsonElement body))
        {
            return null;
        }

        JsonElement schema = body.GetProperty("content").EnumerateObject().First().Value.GetProperty("schema");
        if (schema.TryGetProperty("$ref", out JsonElement name))
        {
            schema = document.GetProperty("components").GetProperty("schemas").GetProperty(name.GetString()!.Split('/')[^1]);
        }

        // A file has no fields.
        return schema.TryGetProperty("properties", out JsonElement fields) ? [.. fields.EnumerateObject().Select(p => p.Name)] : null;
    }

    private static string TypeOf(JsonElement operation) =>
        operation.TryGetProperty("requestBody", out JsonElement body) ? body.GetProperty("content").EnumerateObject().First().Name : Json;
}
