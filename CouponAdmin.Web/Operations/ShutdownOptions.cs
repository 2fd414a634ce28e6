using System.ComponentModel.DataAnnotations;

namespace CouponAdmin.Web.Operations;

/// <summary>Settings <c>Shutdown:*</c>.</summary>
internal sealed class ShutdownOptions
{
    public const string Section = "Shutdown";

    /// <summary>How long an instance that was told to stop (SIGTERM) goes on serving while it says that it isn't ready: longer than balancers take to learn of it. 0 in Development.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(5);
}
