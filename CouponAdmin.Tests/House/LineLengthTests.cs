using System.Globalization;
using System.Text.RegularExpressions;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.House;

/// <summary>The length of lines: in scripts and styles everywhere, in other sources in the folders that keep to it.</summary>
public sealed partial class LineLengthTests
{
    private static readonly string[] Everywhere = [".js", ".css"];
    private static readonly string[] OtherEndings = [".cs", ".razor", ".sh"];

    /// <summary>A folder is added when its last long line is gone, and is never taken out.</summary>
    private static readonly string[] Folders = ["examples", "CouponAdmin.Tests/Shared"];

    [Fact]
    public void Lines_InScriptsStylesAndCleanFolders_KeepToTheLengthOfTheEditor()
    {
        int most = LengthMaxOf(SourceTree.Read(".editorconfig"));
        IEnumerable<string> files = Everywhere.SelectMany(ending => SourceTree.Files(ending))
            .Concat(Folders.SelectMany(folder => OtherEndings.SelectMany(ending => SourceTree.Files(ending, folder))));

        Violations.None(files.SelectMany(path => TooLong(path, SourceTree.Read(path), most)));
    }

    [Theory]
    [InlineData(140, 0)]
    [InlineData(141, 1)]
    public void TooLong_WhenALineGrows_NamesFileAndLine(int length, int violations)
    {
        string[] found = [.. TooLong("a.js", $"// short\n{new string('가', length)}\n", most: 140)];

        Assert.Equal(violations, found.Length);
        Assert.All(found, text => Assert.StartsWith("a.js:2: 141 characters", text, StringComparison.Ordinal));
    }

    private static IEnumerable<string> TooLong(string path, string text, int most) => text.Split('\n')
        .Select((line, index) => (Line: line.TrimEnd('\r'), Number: index + 1))
        .Where(at => at.Line.Length > most)
        .Select(at => string.Create(
            CultureInfo.InvariantCulture, $"{path}:{at.Number}: {at.Line.Length} characters, at most {most}"));

    private static int LengthMaxOf(string editorConfig) =>
        int.Parse(LengthMax().Match(editorConfig).Groups["most"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^max_line_length = (?<most>\d+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex LengthMax();
}
