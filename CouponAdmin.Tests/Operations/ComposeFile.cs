using System.Text.RegularExpressions;
using CouponAdmin.Tests.Fixtures;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace CouponAdmin.Tests.Operations;

/// <summary>One service of the compose file, with its variables filled in.</summary>
internal sealed record ComposePart(string Name, IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Environment, string? Address, IReadOnlyList<string> Volumes)
{
    public static ComposePart Of(string name, IDictionary<object, object> body) => new(
        name,
        Texts(body, "command"),
        body.TryGetValue("environment", out object? environment)
            ? ((IDictionary<object, object>)environment).ToDictionary(e => (string)e.Key, e => e.Value as string ?? "", StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal),
        body.TryGetValue("networks", out object? networks)
            ? (string)((IDictionary<object, object>)((IDictionary<object, object>)networks)["default"])["ipv4_address"]
            : null,
        Texts(body, "volumes"));

    private static string[] Texts(IDictionary<object, object> body, string name) => body.TryGetValue(name, out object? list) ? [.. ((IList<object>)list).Cast<string>()] : [];
}

/// <summary>Reads <c>deploy/compose/compose.yaml</c> as docker compose does: anchors, merges, <c>${NAME:-default}</c>, <c>${NAME:?message}</c> and <c>$$</c>.</summary>
internal static partial class ComposeFile
{
    public const string Folder = "deploy/compose";
    public const string Path = $"{Folder}/compose.yaml";

    /// <exception cref="KeyNotFoundException">A variable that the file asks for isn't given.</exception>
    public static IReadOnlyDictionary<string, ComposePart> Read(IReadOnlyDictionary<string, string> variables)
    {
        string text = Variable().Replace(SourceTree.Read(Path), match => match.Value == "$$" ? "$"
            : variables.TryGetValue(match.Groups["name"].Value, out string? value) ? value
            : match.Groups["how"].Value == "-" ? match.Groups["otherwise"].Value
            : throw new KeyNotFoundException(match.Value));
        using StringReader reader = new(text);
        Dictionary<object, object> file = new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(new MergingParser(new Parser(reader)));
        return ((IDictionary<object, object>)file["services"]).ToDictionary(
            service => (string)service.Key, service => ComposePart.Of((string)service.Key, (IDictionary<object, object>)service.Value), StringComparer.Ordinal);
    }

    [GeneratedRegex(@"\$\$|\$\{(?<name>\w+)(:(?<how>[-?])(?<otherwise>[^}]*))?\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();
}
