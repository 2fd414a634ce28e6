using System.Text.RegularExpressions;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.House;

/// <summary>The guides for operators and supporters name what stands on the screen: each bold word is a text of the product, in the language of the page.</summary>
public sealed partial class GuideWordsTests
{
    private const string Folder = "docs/guides";

    public static TheoryData<string> Guides => [.. SourceTree.Files(".md", Folder)];

    [Theory, MemberData(nameof(Guides))]
    public void Guide_WhenItNamesAButton_NamesItAsTheProductDoes(string path)
    {
        string[] said = [.. Texts(isKorean: path.EndsWith(".ko.md", StringComparison.Ordinal))];
        string[] named = [.. WordsIn(SourceTree.Read(path)).Distinct(StringComparer.Ordinal)];

        Assert.True(named.Length > 10, "Where have the names gone?");
        Violations.None(named.Where(word => !said.Contains(word, StringComparer.Ordinal)).Select(word => $"{path}: the product says “{word}” nowhere"));
    }

    [Theory, MemberData(nameof(Guides))]
    public void Guide_InEachLanguage_HasTheSameStepsAndPictures(string path)
    {
        string other = path.EndsWith(".ko.md", StringComparison.Ordinal) ? path.Replace(".ko.md", ".md", StringComparison.Ordinal) : path.Replace(".md", ".ko.md", StringComparison.Ordinal);
        string[] here = OutlineOf(SourceTree.Read(path)), there = OutlineOf(SourceTree.Read(other));
        Assert.Equal(there, here);
    }

    [Fact]
    public void Words_WhenTheyAreNoLabel_AreSeen() => Assert.Equal(["Publish", "Revoke"], WordsIn("Press **Publish**, then **Revoke…**, but not `**code**`."));

    private static string[] WordsIn(string text) => [.. Bold().Matches(Code().Replace(text, "")).Select(match => match.Groups["word"].Value.TrimEnd('…'))];

    private static IEnumerable<string> Texts(bool isKorean) => SourceTree.Files(".cs", "CouponAdmin.Web").Concat(SourceTree.Files(".razor", "CouponAdmin.Web"))
        .SelectMany(path => Spoken().Matches(SourceTree.Read(path))).Select(match => match.Groups[isKorean ? "korean" : "english"].Value.TrimEnd('…'));

    /// <summary>Headings by their level and pictures by their name without the language.</summary>
    private static string[] OutlineOf(string text) => [.. Mark().Matches(text).Select(match => match.Groups["level"].Success ? match.Groups["level"].Value : match.Groups["picture"].Value)];

    [GeneratedRegex(@"\*\*(?<word>[^*\n]+)\*\*", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Bold();

    [GeneratedRegex("`[^`\n]*`", RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    [GeneratedRegex("""Say\.In\(\s*"(?<korean>[^"]*)",\s*"(?<english>[^"]*)"\)""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Spoken();

    [GeneratedRegex(@"^(?<level>#+) |/(?<picture>guide-[a-z-]+)-(en|ko)\.png", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Mark();
}
