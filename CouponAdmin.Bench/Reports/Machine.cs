using System.Globalization;
using System.Runtime.InteropServices;
using CouponAdmin.Bench.Servers;

namespace CouponAdmin.Bench.Reports;

/// <summary>Where and of what a result was measured: without it a figure says nothing.</summary>
internal sealed record Machine(string Processor, int Cores, double MemoryGb, string System, string Runtime, string Configuration, string Commit, string Moment)
{
    public static async Task<Machine> ReadAsync() => new(
        (await File.ReadAllLinesAsync("/proc/cpuinfo")).First(l => l.StartsWith("model name", StringComparison.Ordinal)).Split(':')[1].Trim(),
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9, 1),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        Builds.Configuration,
        await CommitAsync(),
        TimeProvider.System.GetUtcNow().ToString("u", CultureInfo.InvariantCulture));

    /// <summary>Processes that ran or waited, averaged over one minute: others on the machine show here.</summary>
    public static double Load() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    private static async Task<string> CommitAsync()
    {
        try
        {
            string commit = await Child.RunAsync("git", "git", ["-C", Builds.Root, "describe", "--always", "--dirty", "--exclude=*"]);
            return commit.Trim();
        }
        catch (InvalidOperationException)
        {
            return "unknown";
        }
    }
}
