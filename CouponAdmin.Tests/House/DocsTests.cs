using System.Text.RegularExpressions;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.House;

/// <summary>What the documentation points to is there, and a reader who starts at its index finds every page and picture.</summary>
public sealed partial class DocsTests
{
    private const string Index = "docs/README.md";
    private const int WordsMax = 35;

    [Fact]
    public void Links_InEveryPage_LeadToWhatIsThere() =>
        Violations.None(SourceTree.Files(".md").SelectMany(page => LinksIn(page, SourceTree.Read(page)).Where(link => !Exists(link)).Select(link => $"{page}: {link} is not there")));

    [Fact]
    public void Headings_ThatLinksName_AreInTheirPage() =>
        Violations.None(SourceTree.Files(".md").SelectMany(page => AnchorsIn(page, SourceTree.Read(page))
            .Where(link => !HeadingsOf(SourceTree.Read(link.Page)).Contains(link.Anchor, StringComparer.Ordinal)).Select(link => $"{page}: {link.Page} has no heading #{link.Anchor}")));

    [Fact]
    public void Pages_OfTheDocumentation_AreInItsIndex()
    {
        string[] named = [.. LinksIn(Index, SourceTree.Read(Index))];
        Violations.None(SourceTree.Files(".md", "docs").Where(page => page != Index && !named.Contains(page, StringComparer.Ordinal)).Select(page => $"{Index} doesn't name {page}"));
    }

    [Fact]
    public void Pictures_OfTheDocumentation_AreShownByAPage()
    {
        string all = string.Concat(SourceTree.Files(".md").Select(SourceTree.Read));
        Violations.None(SourceTree.Files(".png", "docs").Concat(SourceTree.Files(".svg", "docs"))
            .Where(picture => !all.Contains(Path.GetFileName(picture), StringComparison.Ordinal)).Select(picture => $"no page shows {picture}"));
    }

    /// <summary>Longer ones are read twice. Tables, code and headings are no sentences.</summary>
    [Fact]
    public void Sentences_OfEveryPage_AreShort() => Violations.None(SourceTree.Files(".md").Where(page => !page.EndsWith("CODE_OF_CONDUCT.md", StringComparison.Ordinal)).SelectMany(page =>
        SentencesIn(SourceTree.Read(page)).Where(sentence => WordsOf(sentence) > WordsMax).Select(sentence => $"{page}: {WordsOf(sentence)} words: {sentence}")));

    [Theory, InlineData(WordsMax, 0), InlineData(WordsMax + 1, 1)]
    public void Sentences_WhenOneIsTooLong_AreFound(int words, int found) =>
        Assert.Equal(found, SentencesIn($"# A heading\n\nShort. {string.Join(' ', Enumerable.Repeat("word", words))}.\n\n| a | table |").Count(sentence => WordsOf(sentence) > WordsMax));

    [Theory]
    [InlineData("see [x](missing.md)", 1)]
    [InlineData("see [x](operations.md#anything) and <img src=\"screenshots/none.png\">", 1)]
    [InlineData("see [x](https://example.com/a.md), `[x](missing.md)` and [y](../README.md)", 0)]
    public void Links_WhenOneIsDead_AreFound(string text, int dead) => Assert.Equal(dead, LinksIn("docs/page.md", text).Count(link => !Exists(link)));

    private static IEnumerable<string> SentencesIn(string text) => Fence().Replace(text, "").Split("\n\n")
        .Where(block => block.TrimStart() is [not ('|' or '<'), ..])
        .SelectMany(block => ItemStart().Split(block))
        .Select(item => string.Join(' ', item.Split('\n').Where(line => line is [not ('|' or '#'), ..])))
        .SelectMany(item => SentenceEnd().Split(Target().Replace(Code().Replace(item, "CODE"), "]")));

    private static int WordsOf(string sentence) => sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

    private static bool Exists(string path) => Path.Exists(Path.Combine(SourceTree.Root, path));

    /// <summary>The files of this repository that a page points to, as paths from the root.</summary>
    private static IEnumerable<string> LinksIn(string page, string text) =>
        TargetsIn(text).Select(target => target.Split('#')[0]).Where(target => target.Length > 0).Select(target => FromRoot(page, target));

    private static IEnumerable<(string Page, string Anchor)> AnchorsIn(string page, string text) =>
        TargetsIn(text).Select(target => target.Split('#', 2)).Where(parts => parts.Length == 2)
            .Select(parts => (Page: parts[0].Length == 0 ? page : FromRoot(page, parts[0]), Anchor: parts[1]))
            .Where(link => link.Page.EndsWith(".md", StringComparison.Ordinal) && Exists(link.Page));

    private static IEnumerable<string> TargetsIn(string text) =>
        Target().Matches(Code().Replace(text, "")).Select(match => match.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal));

    private static string FromRoot(string page, string target) =>
        Path.GetRelativePath(SourceTree.Root, Path.GetFullPath(Path.Combine(SourceTree.Root, Path.GetDirectoryName(page)!, Uri.UnescapeDataString(target)))).Replace('\\', '/');

    /// <summary>Headings as the names that links use for them: small letters, spaces as dashes, nothing but letters, digits, dashes and underscores.</summary>
    private static IEnumerable<string> HeadingsOf(string text) => Heading().Matches(text)
        .Select(match => NoLetter().Replace(match.Groups["text"].Value.Trim().ToLowerInvariant().Replace(' ', '-'), ""));

    [GeneratedRegex("""\]\((?<target>[^)\s]+)[^)]*\)|(src|href)="(?<target>[^"]+)"(?=[^<]*>)""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Target();

    [GeneratedRegex("```.*?```", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\n(?=\s*(?:[-*]|[0-9]+\.)\s)", RegexOptions.CultureInvariant)]
    private static partial Regex ItemStart();

    [GeneratedRegex(@"(?<=[.!?:;])\s+", RegexOptions.CultureInvariant)]
    private static partial Regex SentenceEnd();

    [GeneratedRegex("```.*?```|`[^`\n]*`", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N}_-]", RegexOptions.CultureInvariant)]
    private static partial Regex NoLetter();
}
