using System.Globalization;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Acceptance;

/// <summary>An operator's act while the store is away is saved and told as saved, and comes into force by itself when the store answers.</summary>
[Collection(StoreOutages.Name)]
public sealed class SavedWithoutStoreTests(StoreOutageRig rig) : IAsyncLifetime
{
    private const int Quantity = 10_000;

    private readonly RedisServer _redis = rig.Redis;
    private readonly RunningProduct _product = rig.Product;
    private int _asked;

    public Task InitializeAsync() => _product.App.WaitUntilReadyAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Act_WhenTheStoreIsAway_IsAcceptedAndComesIntoForceWhenItIsBack()
    {
        foreach (string slug in new[] { "pausing", "closing", "raising", "asking" })
        {
            await _product.Sale.OpenAsync(SaleClient.Draft(slug, Quantity), Bearer);
        }

        await _product.Sale.OpenAsync(SaleClient.Draft("returning", 1), Bearer);
        (await ClaimAsync("returning", "holder")).Is(202);
        Answer held = await Eventually.HoldsAsync(() => _product.Sale.MineAsync("returning", _product.Tokens.Member("holder")), mine => mine.String("status") == "issued");
        (await _product.Sale.PostAsync(SaleClient.Admin, Bearer, SaleClient.Draft("publishing", Quantity))).Is(201);
        await _redis.KillAsync();

        (await ActAsync("pausing", "pause")).Is(202);
        (await ActAsync("closing", "close")).Is(202);
        Assert.Equal(Quantity + 5, (await SetQuantityAsync("raising", Quantity + 5)).Is(202).Number("quantity"));
        (await ActAsync("publishing", "publish")).Is(202);
        string revoke = string.Create(CultureInfo.InvariantCulture, $"returning/issuances/{held.Number("number")}/revoke");
        Assert.Equal("revoked", (await ActAsync(revoke, new { reason = "a mistake", returnUnit = true })).Is(202).String("status"));

        // The challenge is asked at the door, and the store has no part in it.
        (await _product.Sale.PutAsync($"{SaleClient.Admin}/asking/challenge", Bearer, new { asksProof = true })).Is(200);

        // A lower quantity is for the store to allow: without it nothing is saved, and the answer says so.
        (await SetQuantityAsync("raising", 1)).Is(503, "store-unavailable");
        Assert.Equal(Quantity + 5, (await _product.Sale.GetAsync($"{SaleClient.Admin}/raising", Bearer)).Is(200).Number("quantity"));

        await _redis.StartAgainAsync();

        await Eventually.HoldsAsync(() => AskAsync("pausing"), answer => answer.Code == "paused");
        await Eventually.HoldsAsync(() => AskAsync("closing"), answer => answer.Code == "closed");
        await Eventually.HoldsAsync(() => ClaimAsync("publishing", "m"), answer => answer.HasTicket);
        await Eventually.HoldsAsync(() => ClaimAsync("returning", "next"), answer => answer.HasTicket);
        await Eventually.HoldsAsync(
            () => _product.Sale.GetAsync($"{SaleClient.Admin}/raising/stats", Bearer), stats => (int)stats.Status == 200 && stats.Number("quantity") == Quantity + 5);
        (await ActAsync("pausing", "resume")).Is(200);
    }

    private string Bearer => _product.Tokens.Operator();

    private Task<Answer> ClaimAsync(string slug, string member) => _product.Sale.ClaimAsync(slug, _product.Tokens.Member(member));

    // Somebody new each time: who is let in before the facts arrive keeps their ticket, and would hear of nothing else.
    private Task<Answer> AskAsync(string slug) => ClaimAsync(slug, string.Create(CultureInfo.InvariantCulture, $"m-{_asked++}"));

    private Task<Answer> ActAsync(string slug, string act) => _product.Sale.PostAsync($"{SaleClient.Admin}/{slug}/{act}", Bearer);

    private Task<Answer> ActAsync(string path, object body) => _product.Sale.PostAsync($"{SaleClient.Admin}/{path}", Bearer, body);

    private Task<Answer> SetQuantityAsync(string slug, int quantity) =>
        _product.Sale.PutAsync($"{SaleClient.Admin}/{slug}/quantity", Bearer, new { quantity, reason = "as planned" });
}
