namespace CouponAdmin.Core.Results;

/// <summary>Named steps at which a test lets the process die, as by kill -9. Inert, and one comparison with null, unless the variable names the step.</summary>
public static class FailPoint
{
    /// <summary>The environment variable that arms one point, read once at the start.</summary>
    public const string Variable = "COUPONADMIN_FAILPOINT";

    public const string DrainAfterRead = nameof(DrainAfterRead);
    public const string DrainBeforeCommit = nameof(DrainBeforeCommit);
    public const string DrainAfterCommit = nameof(DrainAfterCommit);
    public const string DrainAfterPublish = nameof(DrainAfterPublish);

    private static readonly string? Armed = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } name ? name : null;

    /// <summary>Ends the process at once, without any clean-up, when this point is armed.</summary>
    public static void Pass(string point)
    {
        if (Armed is not null && Armed == point)
        {
            using System.Diagnostics.Process self = System.Diagnostics.Process.GetCurrentProcess();
            self.Kill();
        }
    }
}
