using System.Net;
using System.Text;
using System.Text.Json;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Acceptance;

/// <summary>Coupons at the checkout, as a shop's program meets them over HTTP.</summary>
public sealed class RedemptionApiTests
{
    private const string Redemptions = "/api/v1/redemptions";

    [Fact]
    public async Task Coupon_FromTheCheckToTheRollback_TellsTheSameStory()
    {
        Shop shop = await Shop.OpenAsync("a");
        Answer check = (await shop.CheckAsync(new { memberId = "a", orderAmount = 19_999, currency = "KRW" })).Is(200);
        Assert.Equal((true, 1_999), (check.Json.GetProperty("valid").GetBoolean(), check.Number("discount")));
        Assert.Equal("percent", check.Json.GetProperty("benefit").GetProperty("kind").GetString());

        Answer first = (await shop.RedeemAsync("key-1", "order-1")).Is(201);
        Answer again = (await shop.RedeemAsync("key-1", "order-1")).Is(201);
        Assert.Equal(first.Text, again.Text);
        Assert.Equal((false, true), (first.Headers.Contains("Idempotency-Replayed"), again.Headers.Contains("Idempotency-Replayed")));
        Assert.Equal(("redeemed", shop.Code, 2_000), (first.String("status"), first.Code, first.Number("discount")));
        Assert.DoesNotContain("member", first.Text, StringComparison.Ordinal);

        (await shop.RedeemAsync("key-1", "order-2")).Is(409, "idempotency-key-reused");
        (await shop.RedeemAsync("key-2", "order-2")).Is(409, "already-redeemed");
        Assert.Equal("alreadyRedeemed", (await shop.CheckAsync(new { })).Is(200).String("reason"));
        Answer mine = (await shop.Product.Sale.MineAsync(shop.Slug, shop.Product.Tokens.Member("a"))).Is(200);
        Assert.Equal(("redeemed", first.String("redeemedAt"), ""), (mine.String("status"), mine.String("redeemedAt"), mine.Code));
        (await shop.RevokeAsync()).Is(409, "already-redeemed");

        Answer back = (await shop.RollBackAsync(first.Number("id"))).Is(200);
        Assert.Equal(("rolledBack", "cancelled"), (back.String("status"), back.String("rollbackReason")));
        (await shop.RollBackAsync(first.Number("id"))).Is(200);
        Assert.Equal(shop.Code, (await shop.Product.Sale.MineAsync(shop.Slug, shop.Product.Tokens.Member("a"))).Is(200).Code);
        (await shop.RedeemAsync("key-3", "order-3")).Is(201);
        (await shop.RollBackAsync(long.MaxValue)).Is(404, "unknown-redemption");
    }

    [Fact]
    public async Task Redemption_WhenTheInputIsWrong_NamesEveryField()
    {
        Shop shop = await Shop.OpenAsync("a");
        RunningProduct product = shop.Product;
        string till = product.Tokens.Create("till", "Cashier");

        Assert.Equal(
            ["Idempotency-Key", "code", "currency", "orderAmount", "orderId"],
            (await product.Sale.PostAsync(Redemptions, till, new { })).Is(400, "invalid-input").BadFields.Order(StringComparer.Ordinal));
        object wrong = new { code = new string('A', 129), orderId = "a\u0001", memberId = " a", orderAmount = -1, currency = "won" };
        Assert.Equal(
            ["Idempotency-Key", "code", "currency", "memberId", "orderAmount", "orderId"],
            (await product.Sale.CallAsync(HttpMethod.Post, Redemptions, till, wrong, ("Idempotency-Key", "two words"))).Is(400, "invalid-input").BadFields.Order(StringComparer.Ordinal));
        (await product.Sale.CallAsync(HttpMethod.Post, Redemptions, till, wrong, ("Idempotency-Key", new string('k', 201)))).Is(400, "invalid-input");
        Assert.Equal(["currency"], (await shop.CheckAsync(new { orderAmount = 1 })).Is(400, "invalid-input").BadFields);
        Assert.Equal(["orderAmount"], (await shop.CheckAsync(new { currency = "KRW" })).Is(400, "invalid-input").BadFields);
        Assert.Equal(["reason"], (await product.Sale.PostAsync($"{Redemptions}/1/rollback", till, new { reason = new string('x', 501) })).Is(400).BadFields);
        Answer unknown = (await product.Sale.PostAsync("/api/v1/coupons/0000-0000-0000-0000/validate", till, new { })).Is(200);
        Assert.Equal((false, "unknownCoupon"), (unknown.Json.GetProperty("valid").GetBoolean(), unknown.String("reason")));
    }

    [Fact]
    public async Task List_WhenFilteredAndPaged_HoldsExactlyWhatFits()
    {
        Shop shop = await Shop.OpenAsync("a");
        RunningProduct product = shop.Product;
        for (int i = 1; i <= 3; i++)
        {
            Answer use = (await shop.RedeemAsync($"key-{i}", $"order-{shop.Slug}-{i}")).Is(201);
            if (i < 3)
            {
                (await shop.RollBackAsync(use.Number("id"))).Is(200);
            }
        }

        string mine = $"{Redemptions}?campaign={shop.Slug}";
        Assert.Equal(3, Items(await product.Sale.GetAsync(mine, product.Tokens.Viewer())).Count);
        Answer page = (await product.Sale.GetAsync($"{mine}&limit=2", product.Tokens.Viewer())).Is(200);
        Answer rest = (await product.Sale.GetAsync($"{mine}&limit=2&after={page.Number("next")}", product.Tokens.Viewer())).Is(200);
        Assert.Equal((2, 1, false), (Items(page).Count, Items(rest).Count, rest.Json.TryGetProperty("next", out _)));
        Assert.Equal($"order-{shop.Slug}-3", Assert.Single(Items(await product.Sale.GetAsync($"{mine}&status=redeemed", product.Tokens.Viewer()))).GetProperty("orderId").GetString());
        Assert.Equal("a", Assert.Single(Items(await product.Sale.GetAsync($"{Redemptions}?orderId=order-{shop.Slug}-1", product.Tokens.Viewer()))).GetProperty("member").GetString());
        Assert.Equal(3, Items(await product.Sale.GetAsync($"{Redemptions}?code={shop.Code.ToLowerInvariant()}&from=2020-01-01T00:00:00Z", product.Tokens.Viewer())).Count);
        Assert.Empty(Items(await product.Sale.GetAsync($"{mine}&to=2020-01-01T00:00:00Z", product.Tokens.Viewer())));
        Assert.Empty(Items(await product.Sale.GetAsync($"{Redemptions}?code=nothing", product.Tokens.Viewer())));
        Assert.Equal(
            ["from", "limit", "status"],
            (await product.Sale.GetAsync($"{Redemptions}?from=noon&limit=0&status=x", product.Tokens.Viewer())).Is(400).BadFields.Order(StringComparer.Ordinal));

        string file = Encoding.UTF8.GetString(await product.Sale.DownloadAsync($"{Redemptions}.csv?for=programs&campaign={shop.Slug}&status=rolledBack", product.Tokens.Viewer()));
        string[] lines = file.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("id,status,campaign,number,code,member,orderId,orderAmount,currency,discount,redeemedAt,redeemedBy,rolledBackAt,rolledBackBy,rollbackReason", lines[0]);
        Assert.Equal(2, lines.Length - 1);
        Assert.Contains($",rolledBack,{shop.Slug},1,{shop.Code},a,order-{shop.Slug}-1,20000,KRW,2000,", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Coupon_WhenItsCodeIsTypedByAPerson_IsCheckedUsedAndFound()
    {
        Shop shop = await Shop.OpenAsync("a");
        RunningProduct product = shop.Product;
        string till = product.Tokens.Create("till", "Cashier");

        // The last is a cell as a spreadsheet's clipboard gives it.
        foreach ((string typed, int i) in TypedCodes.Of(shop.Code).Append($"\"{shop.Code}\"").Select((typed, i) => (typed, i)))
        {
            Assert.True((await (shop with { Code = Uri.EscapeDataString(typed) }).CheckAsync(new { })).Is(200).Json.GetProperty("valid").GetBoolean(), typed);
            Answer use = (await (shop with { Code = typed }).RedeemAsync($"typed-{i}", "order")).Is(201);

            // The same question in the code's own letters.
            Assert.Equal(use.Text, (await shop.RedeemAsync($"typed-{i}", "order")).Is(201).Text);
            (await shop.RollBackAsync(use.Number("id"))).Is(200);
            string uses = $"{Redemptions}?campaign={shop.Slug.ToUpperInvariant()}&code={Uri.EscapeDataString(typed)}";
            Assert.Equal(i + 1, Items(await product.Sale.GetAsync(uses, product.Tokens.Viewer())).Count);
        }

        (await product.Sale.PostAsync($"/api/v1/coupons/{shop.Code[..^1]}U/validate", till, new { })).Is(200);
    }

    [Fact]
    public async Task File_WhenASpreadsheetOpensIt_KeepsWhatOthersChose()
    {
        // An address that a spreadsheet would read as a date, and an order's id whose zeros it would drop.
        string slug = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"2026-{System.Security.Cryptography.RandomNumberGenerator.GetInt32(1_000, 1_000_000)}");
        Shop shop = await Shop.OpenAsync("00123", slug);
        string member = "00123";
        (await shop.Product.Sale.CallAsync(
            HttpMethod.Post, Redemptions, shop.Product.Tokens.Create("1E5", "Cashier"), new { code = shop.Code, orderId = "=1+1", memberId = member, orderAmount = 1, currency = "KRW" }, ("Idempotency-Key", slug))).Is(201);

        string path = $"{Redemptions}.csv?campaign={slug}";
        string sheet = Encoding.UTF8.GetString(await shop.Product.Sale.DownloadAsync(path, shop.Product.Tokens.Viewer()));
        string plain = Encoding.UTF8.GetString(await shop.Product.Sale.DownloadAsync($"{path}&for=programs", shop.Product.Tokens.Viewer()));

        Assert.Contains($",redeemed,\"\t{slug}\",1,{shop.Code},\"\t{member}\",'=1+1,1,KRW,0,", sheet, StringComparison.Ordinal);
        Assert.Contains(",\"\t1E5\",", sheet, StringComparison.Ordinal);
        Assert.Contains($",redeemed,{slug},1,{shop.Code},{member},=1+1,1,KRW,0,", plain, StringComparison.Ordinal);
        Assert.Equal('\uFEFF', sheet[0]);
        Assert.NotEqual('\uFEFF', plain[0]);
    }

    [Fact]
    public async Task Cashier_WhenTakingCoupons_SeesNothingElse()
    {
        Shop shop = await Shop.OpenAsync("a");
        RunningProduct product = shop.Product;
        string till = product.Tokens.Create("till", "Cashier");

        (await shop.RedeemAsync("key", "order")).Is(201);
        foreach ((string method, string path, Least least) in Endpoints.All.Where(e => e.Method == "GET" && e.Least >= Least.Viewer))
        {
            Answer answer = await product.Sale.CallAsync(new HttpMethod(method), Endpoints.NamingNothing(path), till);
            Assert.True(answer.Status == HttpStatusCode.Forbidden, $"{path} ({least}): {answer}");
        }

        string audit = Encoding.UTF8.GetString(await product.Sale.DownloadAsync($"/api/v1/admin/audit.csv?subject={shop.Slug}&action=redeem-coupon", product.Tokens.Viewer()));
        Assert.DoesNotContain("redeem-coupon", audit, StringComparison.Ordinal);
        await shop.RollBackAsync((await shop.RedeemAsync("key", "order")).Number("id"));
        audit = Encoding.UTF8.GetString(await product.Sale.DownloadAsync($"/api/v1/admin/audit.csv?subject={shop.Slug}&action=roll-back-redemption", product.Tokens.Viewer()));
        Assert.Contains("roll-back-redemption", audit, StringComparison.Ordinal);
    }

    private static List<JsonElement> Items(Answer answer) => [.. answer.Is(200).Json.GetProperty("items").EnumerateArray()];

    /// <summary>A shop beside a campaign of its own, in which one member holds a coupon.</summary>
    private sealed record Shop(RunningProduct Product, string Slug, string Code)
    {
        private string Till => Product.Tokens.Create("till", "Cashier");

        public static async Task<Shop> OpenAsync(string member, string? named = null)
        {
            RunningProduct product = await RunningProduct.SharedAsync();
            string slug = named ?? SaleClient.FreshSlug("shop");
            await product.Sale.OpenAsync(SaleClient.Draft(slug), product.Tokens.Operator());
            (await product.Sale.ClaimAsync(slug, product.Tokens.Member(member))).Is(202);
            Answer mine = await Eventually.HoldsAsync(() => product.Sale.MineAsync(slug, product.Tokens.Member(member)), answer => answer.Code.Length > 0);
            return new Shop(product, slug, mine.Code);
        }

        public Task<Answer> CheckAsync(object question) => Product.Sale.PostAsync($"/api/v1/coupons/{Code}/validate", Till, question);

        // Keys are the asker's, and the asker is shared: each shop has its own.
        public Task<Answer> RedeemAsync(string key, string order) => Product.Sale.CallAsync(
            HttpMethod.Post, Redemptions, Till, new { code = Code, orderId = order, memberId = "a", orderAmount = 20_000, currency = "KRW" }, ("Idempotency-Key", $"{Slug}-{key}"));

        public Task<Answer> RollBackAsync(long id) => Product.Sale.PostAsync($"{Redemptions}/{id}/rollback", Till, new { reason = "cancelled" });

        public Task<Answer> RevokeAsync() => Product.Sale.PostAsync(
            $"{SaleClient.Admin}/{Slug}/issuances/1/revoke", Product.Tokens.Operator(), new { reason = "wrong text", returnUnit = false });
    }
}
