using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CouponAdmin.Bench.Pages;

/// <summary>What a circuit needs of a console page's document: which components come alive, and the state that they were drawn with.</summary>
internal static partial class PageDocument
{
    private const string Server = "server";

    /// <summary>The first call of a page's script: every component of the server's, sealed by the server, in the order of the document.</summary>
    public static string ComponentsOf(string document)
    {
        // The mark where a component ends has no type.
        JsonNode[] markers = [.. Marker().Matches(document).Select(m => JsonNode.Parse(m.Groups["marker"].Value)!).Where(m => (string?)m["type"] == Server)];
        return markers.Length > 0
            ? new JsonObject { ["batchId"] = 1, ["operations"] = new JsonArray([.. markers.Select(Add)]) }.ToJsonString()
            : throw new InvalidOperationException($"The page has nothing that comes alive:\n{document}");
    }

    /// <summary>Sealed by the server; empty where the page keeps nothing.</summary>
    public static string StateOf(string document) => State().Match(document).Groups["state"].Value;

    private static JsonObject Add(JsonNode marker, int index) => new() { ["type"] = "add", ["ssrComponentId"] = index + 1, ["marker"] = marker };

    [GeneratedRegex(@"<!--Blazor:(?<marker>\{.*?\})-->", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(?<state>[A-Za-z0-9+/=]*)-->", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex State();
}
