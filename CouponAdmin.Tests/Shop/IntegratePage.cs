using System.Text.RegularExpressions;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Shop;

/// <summary>docs/integrate.md as something that can be run.</summary>
internal static partial class IntegratePage
{
    private static readonly string Text = SourceTree.Read("docs/integrate.md");

    /// <summary>In which its code is written.</summary>
    public static IEnumerable<string> Languages =>
        Fence().Matches(Text).Select(fence => fence.Groups["language"].Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>The steps of its way with curl, by their names.</summary>
    public static IReadOnlyList<string> Steps =>
        [.. Step().Matches(Text[Text.IndexOf("## With curl", StringComparison.Ordinal)..Text.IndexOf("## In C#", StringComparison.Ordinal)]).Select(step => step.Groups["name"].Value.TrimEnd('.'))];

    /// <summary>Runs the page's program in one of its languages, all of its parts one after the other; gives what it wrote.</summary>
    public static Task<string> RunAsync(string language, string folder, Uri address, string clientId, string clientSecret, string slug) =>
        ChildProcess.RunAsync(CommandOf(language, folder) with
        {
            WorkingDirectory = folder,
            Environment = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["BASE"] = address.ToString().TrimEnd('/'), ["CLIENT_ID"] = clientId, ["CLIENT_SECRET"] = clientSecret, ["SLUG"] = slug,
            },
        });

    private static ChildCommand CommandOf(string language, string folder)
    {
        string code = string.Concat(Fence().Matches(Text).Where(fence => fence.Groups["language"].Value == language).Select(fence => fence.Groups["code"].Value));
        switch (language)
        {
            case "sh":
                return new ChildCommand("/bin/sh", "-eu", "-c", code);
            case "csharp":
                File.WriteAllText(Path.Combine(folder, "integrate.cs"), code);
                return new ChildCommand("dotnet", "run", "integrate.cs");
            default:
                File.WriteAllText(Path.Combine(folder, "integrate.mts"), code);
                return new ChildCommand(Node(), "integrate.mts");
        }
    }

    // The one that drives the browser: it stands beside the tests wherever they run.
    private static string Node() => Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, ".playwright", "node"), "node", SearchOption.AllDirectories).First();

    [GeneratedRegex("```(?<language>[a-z]+)\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\*\*\d+\. (?<name>[^*]+)\*\*", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Step();
}
