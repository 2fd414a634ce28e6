using System.Globalization;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Operations;

/// <summary>What is delivered: small, in our two languages, for the systems that the documents name.</summary>
public sealed class PackageTests
{
    private const long BytesMax = 120L * 1024 * 1024;

    [Fact]
    public async Task Package_WhenPublished_IsSmallAndHoldsNothingOfOthers()
    {
        DirectoryInfo folder = new((await PublishedApp.SharedAsync()).Folder);
        long bytes = folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        Assert.True(bytes < BytesMax, string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024 / 1024} MB"));

        string[] languages = [.. folder.EnumerateDirectories().SelectMany(language => language.EnumerateFiles("*.resources.dll")).Select(file => file.Directory!.Name).Distinct(StringComparer.Ordinal)];
        Assert.Equal(["ko"], languages);
        string[] systems = [.. folder.GetDirectories("runtimes").Single().EnumerateDirectories().Select(system => system.Name).Order(StringComparer.Ordinal)];
        Assert.Equal(["linux-arm64", "linux-musl-arm64", "linux-musl-x64", "linux-x64", "unix"], systems);
    }
}
