using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace CouponAdmin.Tests.Fixtures;

/// <summary>One path of docs/first-steps.md while a test walks it: each step by the name that it has on the page, in its order, and none left out.</summary>
internal sealed partial class FirstSteps
{
    public const string Page = "docs/first-steps.md";

    private int _taken;

    private FirstSteps(IReadOnlyList<string> steps) => Steps = steps;

    /// <summary>The names of the steps, as the page has them.</summary>
    public IReadOnlyList<string> Steps { get; }

    /// <param name="path">The path's heading.</param>
    public static FirstSteps Of(string path)
    {
        string section = Assert.Single(SourceTree.Read(Page).Split("\n## "), part => part.StartsWith($"{path}\n", StringComparison.Ordinal));
        MatchCollection steps = Step().Matches(section);
        Assert.Equal(Enumerable.Range(1, steps.Count), steps.Select(step => int.Parse(step.Groups["number"].Value, CultureInfo.InvariantCulture)));
        return new FirstSteps([.. steps.Select(step => step.Groups["name"].Value.TrimEnd('.'))]);
    }

    /// <summary>What follows in the test is this step.</summary>
    public void Take(string step)
    {
        Assert.True(_taken < Steps.Count, $"{Page} has no step '{step}' after its last one.");
        Assert.Equal(Steps[_taken], step);
        _taken++;
    }

    /// <summary>The path ends here, in the test and on the page.</summary>
    public void End() => Assert.Equal(Steps.Count, _taken);

    [GeneratedRegex(@"^(?<number>\d+)\. \*\*(?<name>[^*]+)\*\*", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Step();
}
