using System.Globalization;
using System.Text.RegularExpressions;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.House;

/// <summary>docs/first-steps.md: the numbers in its table are the numbers of its steps, and each path is walked by the test that it names.</summary>
public sealed partial class FirstStepsTests
{
    [Fact]
    public void Paths_OfThePage_HaveAsManyStepsAsItSaysAndAreWalked()
    {
        string page = SourceTree.Read(FirstSteps.Page);
        MatchCollection rows = Row().Matches(page);
        Assert.Equal(Heading().Matches(page).Select(heading => heading.Groups["path"].Value), rows.Select(row => row.Groups["path"].Value));
        foreach (GroupCollection row in rows.Select(match => match.Groups))
        {
            string path = row["path"].Value;
            Assert.Equal(FirstSteps.Of(path).Steps.Count, int.Parse(row["steps"].Value, CultureInfo.InvariantCulture));

            string test = SourceTree.Read(Assert.Single(SourceTree.Files($"{row["test"].Value}.cs", "CouponAdmin.Tests")));
            Assert.Contains($"FirstSteps.Of(\"{path}\")", test, StringComparison.Ordinal);
            Assert.Contains(".End();", test, StringComparison.Ordinal);
            Assert.All(FirstSteps.Of(path).Steps, step => Assert.True(
                test.Contains($".Take(\"{step}\")", StringComparison.Ordinal) || test.Contains("IntegratePage.Steps", StringComparison.Ordinal), $"{row["test"].Value} doesn't take '{step}'."));
        }
    }

    [Fact]
    public void Path_WhenWalkedOtherwise_IsFound()
    {
        FirstSteps path = FirstSteps.Of("A first coupon");
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => path.Take("Sign in"));
        path.Take("Start the product");
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(path.End);
    }

    [GeneratedRegex(@"^\| \[(?<path>[^\]]+)\]\(#[^)]+\) \| (?<steps>\d+) \| `(?<test>\w+)` \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();

    [GeneratedRegex("^## (?<path>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading();
}
