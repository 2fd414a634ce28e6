namespace CouponAdmin.Bench.Servers;

/// <summary>Where the programs stand that the bench runs: built together with it, in its own configuration.</summary>
internal static class Builds
{
    public static string Bench => typeof(Builds).Assembly.Location;

    /// <summary>Debug or Release: that of the bench.</summary>
    public static string Configuration { get; } = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))!;

    public static string ProductFolder => Path.Combine(Root, "CouponAdmin.Web");

    public static string Product => Path.Combine(ProductFolder, "bin", Configuration, "net10.0", "CouponAdmin.Web.dll");

    /// <summary>The folder with the solution, found upwards from the bench.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "CouponAdmin.sln")))
        {
            at = at.Parent;
        }

        return at?.FullName ?? throw new InvalidOperationException($"No CouponAdmin.sln above {AppContext.BaseDirectory}: the bench runs from a checkout.");
    }
}
