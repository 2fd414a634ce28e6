namespace CouponAdmin.Tests.Store;

/// <summary>A new folder that goes with the test.</summary>
internal sealed class TestDataDirectory : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("coupon-store-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
