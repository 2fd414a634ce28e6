using System.Text.Json;

namespace CouponAdmin.Tests.Acceptance;

/// <summary>Pages that wait for a campaign hear of each change.</summary>
public sealed class CampaignStreamTests
{
    [Fact]
    public async Task Events_WhenTheSaleIsPausedResumedAndToppedUp_TellEachChange()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("stream");
        await product.Sale.OpenAsync(SaleClient.Draft(slug), product.Tokens.Operator());
        string admin = $"{SaleClient.Admin}/{slug}";
        await using IAsyncEnumerator<(string Event, JsonElement Data)> events =
            product.Sale.FollowAsync($"/api/v1/campaigns/{slug}/events").GetAsyncEnumerator();

        Assert.Equal("open 50", await NextAsync(events));
        (await product.Sale.PostAsync($"{admin}/pause", product.Tokens.Operator())).Is(200);
        Assert.Equal("paused 50", await NextAsync(events));
        (await product.Sale.PostAsync($"{admin}/resume", product.Tokens.Operator())).Is(200);
        Assert.Equal("open 50", await NextAsync(events));
        (await product.Sale.PutAsync($"{admin}/quantity", product.Tokens.Operator(), new { quantity = 51, reason = "one more" })).Is(200);
        Assert.Equal("open 51", await NextAsync(events));
        (await product.Sale.PostAsync($"{admin}/close", product.Tokens.Operator())).Is(200);
        Assert.Equal("closed 51", await NextAsync(events));
    }

    private static async Task<string> NextAsync(IAsyncEnumerator<(string Event, JsonElement Data)> events)
    {
        do
        {
            Assert.True(await events.MoveNextAsync());
        }
        while (events.Current.Event == "ping");

        Assert.Equal("campaign", events.Current.Event);
        JsonElement campaign = events.Current.Data;
        return $"{campaign.GetProperty("state").GetString()} {campaign.GetProperty("quantity").GetInt32()}";
    }
}
