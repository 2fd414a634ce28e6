using System.Text.RegularExpressions;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.House;

/// <summary>Decision records have one shape, so that a reader finds the reason at the same place in each, and are at most a page.</summary>
public sealed partial class DecisionsTests
{
    private const int WordsMax = 500;

    [Fact]
    public void Decisions_OfTheDocumentation_HaveOneShape() =>
        Violations.None(SourceTree.Files(".md", "docs/decisions").SelectMany(path => FaultsOf(Path.GetFileName(path), SourceTree.Read(path)).Select(fault => $"{path}: {fault}")));

    [Theory]
    [InlineData("# 7. A title\n\nStatus: accepted. Date: 2026-11-30.\n\n## Context\n\nx\n\n## Decision\n\nx\n\n## Consequences\n\nx\n", 0)]
    [InlineData("# 8. Another number\n\nStatus: accepted. Date: 2026-11-30.\n\n## Context\n\n## Decision\n\n## Consequences\n", 1)]
    [InlineData("# 7. A title\n\n**Context.** No status, no headings.\n", 2)]
    [InlineData("# 7. A title\n\nStatus: accepted. Date: 2026-11-30.\n\n## Decision\n\n## Context\n\n## Consequences\n", 1)]
    public void Decision_WhenItsShapeIsAnother_IsFound(string text, int faults) => Assert.Equal(faults, FaultsOf("0007-title.md", text).Count());

    [Theory, InlineData(WordsMax, 0), InlineData(WordsMax + 1, 1)]
    public void Decision_WhenItIsLongerThanAPage_IsFound(int words, int faults)
    {
        string text = "# 7. T\n\nStatus: accepted. Date: 2026-11-30.\n\n## Context\n\n## Decision\n\n## Consequences\n\n";
        Assert.Equal(faults, FaultsOf("0007-title.md", text + string.Join(' ', Enumerable.Repeat("word", words - WordsOf(text)))).Count());
    }

    private static IEnumerable<string> FaultsOf(string name, string text)
    {
        if (!text.StartsWith($"# {name[..4].TrimStart('0')}. ", StringComparison.Ordinal))
        {
            yield return "its heading doesn't begin with its number";
        }

        if (!Status().IsMatch(text))
        {
            yield return "under its heading stands no status with a date";
        }

        if (!Parts().IsMatch(text))
        {
            yield return "it has no context, decision and consequences, in this order";
        }

        if (WordsOf(text) > WordsMax)
        {
            yield return $"{WordsOf(text)} words are more than a page ({WordsMax})";
        }
    }

    private static int WordsOf(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    [GeneratedRegex(@"^# [^\n]+\n\nStatus: (accepted|superseded by \[[^\n]+)\. Date: 20\d\d-\d\d-\d\d\.", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Status();

    [GeneratedRegex(@"\n## Context\n.*\n## Decision\n.*\n## Consequences\n", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Parts();
}
