using System.Globalization;

namespace CouponAdmin.Core.Store;

/// <summary>This process as people read it: machine and process id. On the drain lease, on the connections to the store, and in the console.</summary>
public static class InstanceName
{
    public static string Value { get; } = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{Environment.ProcessId}");
}
