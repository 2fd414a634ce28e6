namespace CouponAdmin.Tests.Fixtures;

/// <summary>The checkout that these tests were built from.</summary>
internal static class SourceTree
{
    private static readonly string[] Made = ["bin", "obj", "data", "TestResults"];

    /// <summary>The folder with <c>CouponAdmin.sln</c>, found upwards from the test assembly.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Debug or Release: that of the running tests.</summary>
    public static string Configuration { get; } = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))!;

    /// <summary>Hand-written files with this ending below a folder, as paths from the root with <c>/</c>; without what builds make.</summary>
    public static IReadOnlyList<string> Files(string ending, string below = "")
    {
        List<string> found = [];
        Walk(Path.Combine(Root, below), ending, found);
        return [.. found.Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];
    }

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static void Walk(string folder, string ending, List<string> found)
    {
        found.AddRange(Directory.EnumerateFiles(folder).Where(file => file.EndsWith(ending, StringComparison.Ordinal)));
        foreach (string child in Directory.EnumerateDirectories(folder))
        {
            string name = Path.GetFileName(child);
            if (name[0] != '.' && !Made.Contains(name, StringComparer.Ordinal))
            {
                Walk(child, ending, found);
            }
        }
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "CouponAdmin.sln")))
            {
                return at.FullName;
            }
        }

        throw new InvalidOperationException($"No CouponAdmin.sln above {AppContext.BaseDirectory}: the tests run from a checkout.");
    }
}
