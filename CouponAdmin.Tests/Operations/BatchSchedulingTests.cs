using System.Globalization;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Operations;

/// <summary>The threads that serve let running ones go on; an operator can have the system's usual way back.</summary>
public sealed class BatchSchedulingTests
{
    private const int PolicyField = 38;

    [Theory]
    [InlineData(null, "3")]
    [InlineData("false", "0")]
    public async Task Threads_OfAProductThatServes_HaveThePolicyOfTheSetting(string? setting, string policy)
    {
        Dictionary<string, string> settings = setting is null ? [] : new(StringComparer.Ordinal) { ["BatchScheduling"] = setting };
        await using AppProcess app = await AppProcess.StartReadyAsync(settings);

        // Those that work off requests and those that hear of them; later ones inherit it from whoever makes them.
        string[] policies = [.. ThreadsOf(app.ProcessId).Where(t => t.Name is ".NET TP Worker" or ".NET Sockets").Select(t => t.Policy)];

        Assert.NotEmpty(policies);
        Assert.All(policies, p => Assert.Equal(policy, p));
    }

    // The name stands in brackets; the policy is the 41st field of proc(5), the 39th behind the name.
    private static IEnumerable<(string Name, string Policy)> ThreadsOf(int process) =>
        Directory.EnumerateDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/task"))
            .Select(task => File.ReadAllText(Path.Combine(task, "stat")))
            .Select(stat => (stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..stat.LastIndexOf(')')], stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[PolicyField]));
}
