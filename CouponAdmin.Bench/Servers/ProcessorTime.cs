using System.Globalization;

namespace CouponAdmin.Bench.Servers;

/// <summary>Processor seconds and memory of a process and its children, from <c>/proc</c>.</summary>
internal static class ProcessorTime
{
    // USER_HZ: 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;
    private const int ParentField = 1;
    private const int UserField = 11;
    private const int ChildrenSystemField = 14;

    /// <summary>User and system time, the process's own, its live children's and its ended children's.</summary>
    public static double SecondsOf(int process) =>
        Own(Read($"/proc/{process}/stat")) + Directory.EnumerateDirectories("/proc")
            .Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
            .Select(folder => Read(Path.Combine(folder, "stat")))
            .Where(fields => fields.Length > 0 && int.Parse(fields[ParentField], CultureInfo.InvariantCulture) == process)
            .Sum(Own);

    /// <summary>Resident memory now and at its highest, in bytes.</summary>
    public static (long Now, long Highest) MemoryOf(int process)
    {
        string[] lines = File.ReadAllLines($"/proc/{process}/status");
        return (Kilobytes(lines, "VmRSS:") * 1024, Kilobytes(lines, "VmHWM:") * 1024);
    }

    /// <summary>Lets "highest" begin anew.</summary>
    public static void ForgetHighest(int process) => File.WriteAllText($"/proc/{process}/clear_refs", "5");

    private static long Kilobytes(string[] lines, string name) => long.Parse(
        lines.First(l => l.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    private static double Own(string[] fields) => fields.Length == 0
        ? 0
        : fields[UserField..(ChildrenSystemField + 1)].Sum(f => double.Parse(f, CultureInfo.InvariantCulture)) / TicksPerSecond;

    // The name stands in brackets and may hold blanks: what counts comes after the last bracket. A process may end while it is looked at.
    private static string[] Read(string path)
    {
        try
        {
            string text = File.ReadAllText(path);
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }
}
