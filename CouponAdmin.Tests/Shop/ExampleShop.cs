using System.Globalization;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Shop;

/// <summary><c>examples/shop</c> as it is built, running beside the product on another origin.</summary>
internal sealed class ExampleShop : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private ExampleShop(ChildProcess process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <param name="site">Its product knows the shop's origin.</param>
    /// <param name="coupons">The product's address, as browsers see it.</param>
    /// <param name="campaign">What the shop offers.</param>
    public static async Task<ExampleShop> StartAsync(ShopSite site, Uri coupons, string campaign)
    {
        Uri address = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{site.ExamplePort}"));
        string folder = Path.Combine(SourceTree.Root, "examples", "shop");
        ChildProcess process = await ChildProcess.StartAsync(new ChildCommand("dotnet", Path.Combine(folder, "bin", SourceTree.Configuration, "net10.0", "Shop.dll"))
        {
            WorkingDirectory = folder,
            Environment = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Coupons"] = coupons.ToString(), ["Campaign"] = campaign, ["ClientId"] = site.Client.Id, ["ClientSecret"] = site.Client.Secret, ["ASPNETCORE_URLS"] = address.ToString(),
            },
        });
        using HttpClient http = new();
        await Eventually.HoldsAsync(async () =>
        {
            process.FailIfExited();
            try
            {
                return (await http.GetAsync(address)).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, isUp => isUp, TimeSpan.FromSeconds(60));
        return new ExampleShop(process, address);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
