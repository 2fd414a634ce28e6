using System.Text.Json;
using CouponAdmin.Core.EventLog;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Attacks;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Events;

/// <summary>The event log over HTTP.</summary>
public sealed class EventApiTests
{
    private const string Events = "/api/v1/events";

    [Fact]
    public async Task Events_WhenACouponIsIssued_AreToldToWhoeverWaits()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string slug = await product.OpenAsync("events");
        string token = product.Tokens.Viewer();
        long before = await OfAsync(product, slug, token, events => events.Count == 1);

        Task<Answer> waiting = product.Sale.GetAsync($"{Events}?after={before}&limit=1&wait=30", token);
        string code = await product.IssueAsync(slug, "event-reader");

        // Other tests sell in the same product: what comes first may be theirs.
        (await waiting).Is(200);
        JsonElement issued = default;
        await OfAsync(product, slug, token, events => (issued = events[^1]).GetProperty("type").GetString() == "coupon.issued");
        JsonElement coupon = issued.GetProperty("coupon");
        Assert.Equal((1, code, "event-reader"), (coupon.GetProperty("number").GetInt32(), coupon.GetProperty("code").GetString(), coupon.GetProperty("memberId").GetString()));
    }

    [Theory]
    [InlineData("after=-1", "after")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("wait=31", "wait")]
    [InlineData("wait=-1", "wait")]
    public async Task Events_WhenAskedBeyondALimit_NameTheField(string query, string field)
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        Answer answer = await product.Sale.GetAsync($"{Events}?{query}", product.Tokens.Viewer());
        Assert.Equal([field], answer.Is(400, "invalid-input").BadFields);
    }

    [Fact]
    public async Task Events_WhenTheCursorIsAboveTheLog_SayThatItIsOfAnother()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        (await product.Sale.GetAsync($"{Events}?after={long.MaxValue}", product.Tokens.Viewer())).Is(409, "unknown-cursor");
    }

    /// <summary>Waits until the campaign's own events are such; gives the end of the log.</summary>
    private static async Task<long> OfAsync(AttackedProduct product, string slug, string token, Predicate<List<JsonElement>> hold)
    {
        long end = 0;
        await Eventually.HoldsAsync(
            async () =>
            {
                List<JsonElement> own = [];
                end = 0;
                while (true)
                {
                    JsonElement page = (await product.Sale.GetAsync($"{Events}?after={end}&limit={EventReader.PageSizeMax}", token)).Is(200).Json;
                    if (page.GetProperty("items").GetArrayLength() == 0)
                    {
                        return own;
                    }

                    own.AddRange(page.GetProperty("items").EnumerateArray().Where(e => e.GetProperty("campaign").GetString() == slug));
                    end = page.GetProperty("next").GetInt64();
                }
            },
            hold);
        return end;
    }
}
