using System.Text.RegularExpressions;

namespace CouponAdmin.Tests.House;

/// <summary>Sizes and names of the source files.</summary>
internal static partial class SourceRules
{
    private const int CSharpLinesMax = 300;
    private const int RazorLinesMax = 160;

    public static IEnumerable<string> ViolationsOf(string path, string text) => SizeOf(path, text).Concat(NamesIn(path, text));

    private static IEnumerable<string> SizeOf(string path, string text)
    {
        int most = path.EndsWith(".razor", StringComparison.Ordinal) ? RazorLinesMax : CSharpLinesMax;
        int lines = text.TrimEnd('\n').Split('\n').Length;
        if (lines > most && !path.Contains("/Migrations/", StringComparison.Ordinal))
        {
            yield return $"{path}: {lines} lines, at most {most}";
        }
    }

    private static IEnumerable<string> NamesIn(string path, string text)
    {
        string file = Path.GetFileName(path).Split('.')[0];
        if (file == "Extensions" || SaysNothing().IsMatch(file))
        {
            yield return $"{path}: a file name that says nothing";
        }

        foreach (string name in Declaration().Matches(text).Select(match => match.Groups["name"].Value).Where(name => SaysNothing().IsMatch(name)))
        {
            yield return $"{path}: {name} says nothing about what it is";
        }
    }

    [GeneratedRegex(@"(Manager|Helpers?|Utils?|Utilit(y|ies)|Service)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SaysNothing();

    // Only at the beginning of a line: a comment or a string may speak of a class.
    [GeneratedRegex(@"^\s*(\[([^\]""\n]|""[^""\n]*"")*\]\s*)*((public|internal|private|protected|file|static|sealed|abstract|partial|readonly|ref)\s+)*(class|struct|interface|enum|record(\s+struct|\s+class)?)\s+(?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Declaration();
}
