namespace CouponAdmin.Bench.Servers;

/// <summary>Where the programs stand that the bench runs: built together with it, in its own configuration.</summary>
internal static class Builds
{
    private static string? _root;

    public static string Bench => typeof(Builds).Assembly.Location;

    /// <summary>Debug or Release: that of the bench.</summary>
    public static string Configuration { get; } = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))!;

    /// <summary>The product of this checkout.</summary>
    public static ProductBuild Product { get; } = ProductOf(Root);

    /// <summary>The product of a checkout, built in the bench's configuration.</summary>
    public static ProductBuild ProductOf(string checkout)
    {
        string folder = Path.Combine(Path.GetFullPath(checkout), "CouponAdmin.Web");
        string assembly = Path.Combine(folder, "bin", Configuration, "net10.0", "CouponAdmin.Web.dll");
        return File.Exists(assembly) ? new ProductBuild(folder, assembly) : throw new UsageException($"There is no {assembly}: build that checkout first, as {Configuration}.");
    }

    /// <summary>The folder with the solution, found upwards from the bench.</summary>
    public static string Root => _root ??= FindRoot();

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

/// <summary>One build of the product.</summary>
/// <param name="Folder">Its content root.</param>
/// <param name="Assembly">What <c>dotnet</c> runs.</param>
internal sealed record ProductBuild(string Folder, string Assembly);
