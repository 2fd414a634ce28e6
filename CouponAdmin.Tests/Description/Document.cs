using System.Text.Json;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Description;

/// <summary>One operation of the document.</summary>
/// <param name="Name">As <c>POST /api/v1/campaigns/{slug}/claims</c>.</param>
internal sealed record DescribedOperation(string Name, string Method, string[] Path, JsonElement Json)
{
    /// <summary>Whether a request's path, without its query, is one of this operation.</summary>
    public bool Fits(string method, string[] path) => Method == method && Path.Length == path.Length && path.Zip(Path).All(pair => pair.Second.StartsWith('{') || pair.First == pair.Second);
}

/// <summary>The interface's document as it stands in the repository.</summary>
internal sealed class Document
{
    public const string Path = "docs/openapi.json";

    private static readonly Lazy<Document> OneForAll = new(() => new Document(JsonDocument.Parse(SourceTree.Read(Path)).RootElement.Clone()));

    public Document(JsonElement root)
    {
        Root = root;
        Operations =
        [
            .. from path in root.GetProperty("paths").EnumerateObject()
               from method in path.Value.EnumerateObject()
               select new DescribedOperation($"{method.Name.ToUpperInvariant()} {path.Name}", method.Name.ToUpperInvariant(), path.Name.Split('/'), method.Value),
        ];
    }

    public static Document InTheRepository => OneForAll.Value;

    public JsonElement Root { get; }

    public IReadOnlyList<DescribedOperation> Operations { get; }

    /// <summary>The operation of a request; of two the one with fewer parameters. Null: there is none.</summary>
    public DescribedOperation? Find(string method, string address)
    {
        string[] path = address.Split('?')[0].Split('/');
        return Operations.Where(operation => operation.Fits(method, path)).MinBy(operation => operation.Path.Count(part => part.StartsWith('{')));
    }

    public IEnumerable<(string Name, JsonElement Schema)> Schemas => Root.GetProperty("components").GetProperty("schemas").EnumerateObject().Select(schema => (schema.Name, schema.Value));

    /// <summary>The schema itself where it only names another.</summary>
    public JsonElement Resolve(JsonElement schema) => schema.TryGetProperty("$ref", out JsonElement name)
        ? Root.GetProperty("components").GetProperty("schemas").GetProperty(name.GetString()!.Split('/')[^1])
        : schema;
}
