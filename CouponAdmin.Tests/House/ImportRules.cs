using System.Text.RegularExpressions;
using Mono.Cecil;

namespace CouponAdmin.Tests.House;

/// <summary>Who may use whom in one project. The arrows of each stand in <see cref="CoreImports"/> and <see cref="WebImports"/>.</summary>
/// <param name="Root">The project's name space; the folders below it are its features.</param>
/// <param name="Kernel">Import no feature, only what an arrow names; every feature may use them.</param>
/// <param name="Composition">The one file or type of the root that puts all features together.</param>
internal sealed partial record ImportRules(string Root, IReadOnlyList<string> Kernel, IReadOnlyList<(string From, string To)> Arrows, string Composition)
{
    /// <summary>Uses across features that no arrow allows, one line each.</summary>
    public IReadOnlyList<string> CrossingsIn(ModuleDefinition module) =>
    [
        .. CompiledReferences.Of(module)
            .Where(use => !IsExempt(use.From))
            .Select(use => (use.From, use.To, Arrow: (From: FeatureOf(use.From.Namespace), To: IsComposition(use.To) ? Composition : FeatureOf(use.To.Namespace))))
            .Where(use => !IsAllowed(use.Arrow.From, use.Arrow.To))
            .Select(use => $"{use.Arrow.From} → {use.Arrow.To}: {use.From.Name} uses {use.To.Name}")
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The same by the using directives of one file, which also show the use of a constant.</summary>
    public IEnumerable<string> CrossingsIn(string path, string text)
    {
        string[] parts = path.Split('/');
        bool exempt = path.Contains("/Migrations/", StringComparison.Ordinal) || Path.GetFileNameWithoutExtension(path) == Composition || path == $"{Root}/_Imports.razor";
        string from = parts.Length > 2 ? parts[1] : "";
        return exempt
            ? []
            : UsingDirective().Matches(text)
                .Where(match => match.Groups["root"].Value == Root)
                .Select(match => match.Groups["feature"].Value)
                .Where(to => !IsAllowed(from, to))
                .Select(to => $"{from} → {to}: using directive in {path}");
    }

    /// <summary>Features from which the arrows lead back to themselves.</summary>
    public IEnumerable<string> Cycles()
    {
        foreach (string start in Arrows.Select(arrow => arrow.From).Distinct(StringComparer.Ordinal))
        {
            HashSet<string> reached = new(StringComparer.Ordinal);
            Reach(start, reached);
            if (reached.Contains(start))
            {
                yield return start;
            }
        }
    }

    private void Reach(string from, HashSet<string> reached)
    {
        foreach (string next in Arrows.Where(arrow => arrow.From == from).Select(arrow => arrow.To).Where(reached.Add))
        {
            Reach(next, reached);
        }
    }

    private bool IsAllowed(string? from, string? to) =>
        string.IsNullOrEmpty(to) || from is null || from == to || Arrows.Contains((from, to)) || (Kernel.Contains(to) && !Kernel.Contains(from));

    private bool IsExempt(TypeReference type) =>
        type.Namespace.StartsWith(Root + ".Database.Migrations", StringComparison.Ordinal) || IsComposition(type);

    private bool IsComposition(TypeReference type) => type.Namespace == Root && type.Name == Composition;

    // Null: not ours. Empty: ours, in no feature.
    private string? FeatureOf(string space) =>
        space == Root ? "" : space.StartsWith(Root + ".", StringComparison.Ordinal) ? space[(Root.Length + 1)..].Split('.')[0] : null;

    [GeneratedRegex(@"^\s*@?(global\s+)?using\s+(static\s+|\w+\s*=\s*)?(?<root>CouponAdmin\.(Core|Web))\.(?<feature>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UsingDirective();
}
