using System.Text.RegularExpressions;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Tests.House;
using CouponAdmin.Web.Http;

namespace CouponAdmin.Tests.Description;

/// <summary>docs/error-codes.md has a row for every code, with the code's own meaning, the statuses that the interface's document gives it, and what to do.</summary>
public sealed partial class ErrorCodesPageTests
{
    private const string Page = "docs/error-codes.md";

    [Fact]
    public void Page_WhenHeldAgainstTheClosedList_HasEachCodeOnceWithItsMeaning()
    {
        (string Code, string Statuses, string Meaning, string ToDo)[] rows = Rows();

        Violations.None(
        [
            .. ProblemCodes.All.Keys.Except(rows.Select(row => row.Code), StringComparer.Ordinal).Select(code => $"{Page} lacks {code}"),
            .. rows.Where(row => !ProblemCodes.All.ContainsKey(row.Code)).Select(row => $"{Page} has {row.Code}, which nothing answers"),
            .. rows.GroupBy(row => row.Code, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => $"{Page} has {group.Key} twice"),
            .. rows.Where(row => ProblemCodes.All.TryGetValue(row.Code, out string? meaning) && meaning != row.Meaning).Select(row => $"{Page} says of {row.Code}: {row.Meaning}"),
            .. rows.Where(row => row.ToDo.Length == 0).Select(row => $"{Page} doesn't say what to do at {row.Code}"),
        ]);
    }

    [Fact]
    public void Page_WhenHeldAgainstTheInterfacesDocument_HasEachStatus()
    {
        Dictionary<string, string[]> statuses = Rows().ToDictionary(row => row.Code, row => row.Statuses.Split(", "), StringComparer.Ordinal);
        (string Code, string Status)[] answered = [.. InTheDocument().Distinct()];

        Assert.True(answered.Length > 40, "Where have the codes gone?");
        Violations.None(answered.Where(answer => !statuses.TryGetValue(answer.Code, out string[]? told) || !told.Contains(answer.Status, StringComparer.Ordinal))
            .Select(answer => $"{Page}: {answer.Code} is answered with {answer.Status} too"));
    }

    private static IEnumerable<(string Code, string Status)> InTheDocument() => Document.InTheRepository.Operations
        .SelectMany(operation => operation.Json.GetProperty("responses").EnumerateObject())
        .Where(answer => answer.Value.TryGetProperty("x-codes", out _))
        .SelectMany(answer => answer.Value.GetProperty("x-codes").EnumerateArray().Select(code => (code.GetString()!, answer.Name)));

    private static (string Code, string Statuses, string Meaning, string ToDo)[] Rows() =>
    [
        .. Row().Matches(SourceTree.Read(Page)).Select(row => (row.Groups["code"].Value, row.Groups["statuses"].Value, row.Groups["meaning"].Value, row.Groups["todo"].Value)),
    ];

    [GeneratedRegex(@"^\| `(?<code>[a-z-]+)` \| (?<statuses>[0-9, ]+) \| (?<meaning>.+?) \| (?<todo>.*?) ?\|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Row();
}
