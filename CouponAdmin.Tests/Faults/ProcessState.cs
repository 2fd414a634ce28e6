using System.Globalization;

namespace CouponAdmin.Tests.Faults;

/// <summary>What the kernel says of a process.</summary>
internal static class ProcessState
{
    /// <summary>Stopped by a signal, and not thawed yet.</summary>
    public static bool IsStopped(int process) => Field(process, "State:").StartsWith('T');

    public static int Threads(int process) => int.Parse(Field(process, "Threads:"), CultureInfo.InvariantCulture);

    private static string Field(int process, string name) =>
        File.ReadLines($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/status").Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim();
}
