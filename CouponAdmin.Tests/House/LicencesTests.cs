using System.Text.Json;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.House;

/// <summary>docs/licences.md lists exactly the packages of the lock files; <c>python3 eng/licences.py</c> writes it anew.</summary>
public sealed class LicencesTests
{
    [Fact]
    public void List_WhenHeldAgainstTheLockFiles_NamesEveryPackageAndItsLicence()
    {
        string[] locked = [.. SourceTree.Files("packages.lock.json").SelectMany(Packages).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        string[][] rows = [.. SourceTree.Read("docs/licences.md").Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| package", StringComparison.Ordinal)).Select(line => line.Split('|', StringSplitOptions.TrimEntries))];

        Assert.True(locked.Length > 50, "Where have the packages gone?");
        Assert.Equal(locked, rows.Select(row => $"{row[1]} {row[2]}").Order(StringComparer.Ordinal));
        Assert.All(rows, row => Assert.True(row[3].Length > 0, row[1]));

        // Garnet's own part for vectors: its nuspec names no licence. A second one of that kind is to be looked at first.
        Assert.Equal(["diskann-garnet"], rows.Where(row => row[3] == "not named by the package").Select(row => row[1]));
    }

    [Fact]
    public void Projects_WhenRestored_HaveLockFiles() =>
        Assert.All(SourceTree.Files(".csproj"), project => Assert.Contains($"{project[..project.LastIndexOf('/')]}/packages.lock.json", SourceTree.Files("packages.lock.json")));

    private static IEnumerable<string> Packages(string path)
    {
        using JsonDocument document = JsonDocument.Parse(SourceTree.Read(path));
        return
        [
            .. document.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject())
                .Where(package => package.Value.GetProperty("type").GetString() != "Project").Select(package => $"{package.Name} {package.Value.GetProperty("resolved").GetString()}"),
        ];
    }
}
