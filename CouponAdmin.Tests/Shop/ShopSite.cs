using System.Globalization;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.ApiClients;
using CouponAdmin.Tests.Attacks;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Shop;

/// <summary>The product with a shop's origins in its settings, and that shop's API client. One for the run.</summary>
internal sealed class ShopSite
{
    /// <summary>A page of the shop that may claim.</summary>
    public const string Origin = "https://shop.example.com";

    /// <summary>A page that may show the claim page in a frame, and may do nothing else.</summary>
    public const string Frame = "https://frame.example.com";

    private static readonly SharedServer<ShopSite> OneForAll = new(StartAsync);

    private ShopSite(AttackedProduct product, TestApiClient client, int examplePort) => (Product, Client, ExamplePort) = (product, client, examplePort);

    public AttackedProduct Product { get; }

    /// <summary>With the scope <c>claims:write-for-members</c>.</summary>
    public TestApiClient Client { get; }

    /// <summary>Where the example shop may stand: the product knows that origin too.</summary>
    public int ExamplePort { get; }

    public static Task<ShopSite> SharedAsync() => OneForAll.GetAsync();

    /// <summary>Another client, for a test that revokes it.</summary>
    public Task<TestApiClient> MakeClientAsync() => TestApiClient.MakeAsync(Product.Sale, Product.Http, Product.Tokens, "claims:write-for-members");

    public async Task<string> SessionAsync(string member, string campaign, TestApiClient? client = null) =>
        (await AskAsync("/api/v1/claim-sessions", new { member, campaign }, client)).Is(200).String("accessToken");

    /// <summary>The path of a new hand-over link.</summary>
    public async Task<string> LinkAsync(string member, string campaign, TestApiClient? client = null) =>
        new Uri((await AskAsync("/api/v1/hand-overs", new { member, campaign }, client)).Is(200).String("url")).AbsolutePath;

    public async Task<Answer> AskAsync(string path, object body, TestApiClient? client = null) => await Product.Sale.PostAsync(path, await (client ?? Client).TokenAsync(), body);

    public async Task RevokeAsync(TestApiClient client) =>
        (await Product.Sale.PostAsync($"{TestApiClient.Clients}/{client.Id}/revoke", Product.Tokens.Administrator(), new { reason = "leaked" })).Is(200);

    private static async Task<ShopSite> StartAsync()
    {
        int port = LoopbackPorts.Take();
        AttackedProduct product = await AttackedProduct.StartAsync(
            log: null,
            ("Shop:Origins", string.Create(CultureInfo.InvariantCulture, $"{Origin}, http://127.0.0.1:{port}")), ("Shop:FrameAncestors", string.Create(CultureInfo.InvariantCulture, $"{Frame}, http://127.0.0.1:{port}")),
            ("Limits:RequestsPerAddressPerSecond", "0"));
        return new ShopSite(product, await TestApiClient.MakeAsync(product.Sale, product.Http, product.Tokens, "claims:write-for-members"), port);
    }
}
