#nullable enable
using System.Net.Http.Headers;
using System.Text.Json;

namespace Shop;

/// <summary>A whole sale as a shop's program runs it, with the client that NSwag makes of the interface's document.</summary>
public static class ShopSale
{
    private const string Member = "shop-4711";

    public static async Task<string> RunAsync(string address, string clientId, string clientSecret, string slug)
    {
        using HttpClient nobody = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(address) };
        TokenAnswer token = await new CouponAdminClient(nobody).RequestTokenAsync(new TokenForm { Grant_type = "client_credentials", Client_id = clientId, Client_secret = clientSecret });
        using HttpClient shopHttp = SignedIn(address, token.Access_token);
        CouponAdminClient shop = new(shopHttp);
        await OpenAsync(shop, slug);

        MemberToken grant = await shop.CreateMemberTokenAsync(new MemberTokenRequest { Member = Member });
        using HttpClient memberHttp = SignedIn(address, grant.AccessToken);
        CouponAdminClient member = new(memberHttp);
        MyClaim first = await member.ClaimCouponAsync(slug);
        MyClaim claim = await member.ClaimCouponAsync(slug);
        Check(first.Place == 1 && first.Ticket == claim.Ticket, $"claimed as {first.Status}, then as {claim.Status}");
        while (claim.Status == ClaimStatus.Queued)
        {
            await Task.Delay(100);
            claim = await member.GetMyClaimAsync(slug);
        }

        using FileResponse events = await member.FollowMyClaimAsync(slug);
        return await RedeemAsync(shop, member, slug, claim.Code!, await TextOfAsync(events));
    }

    private static async Task OpenAsync(CouponAdminClient shop, string slug)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        CampaignView made = await shop.CreateCampaignAsync(new CampaignDraft
        {
            Slug = slug,
            Name = "Spring drop",
            Quantity = 5,
            OpensAt = now.AddMinutes(-1),
            ClosesAt = now.AddHours(1),
            Benefit = new BenefitDraft { Kind = BenefitKind.Percent, Value = 10 },
            CouponValidDays = 30,
        });
        CampaignView published = await shop.PublishCampaignAsync(slug);
        Check(made.State == CampaignState.Draft && published.State == CampaignState.Open, $"the campaign is {made.State}, then {published.State}");
    }

    private static async Task<string> RedeemAsync(CouponAdminClient shop, CouponAdminClient member, string slug, string code, string events)
    {
        CouponCheck check = await shop.ValidateCouponAsync(code, new CouponQuestion { OrderAmount = 50_000, Currency = "KRW" });
        RedemptionOrder order = new() { Code = code, OrderId = $"order-{slug}", OrderAmount = 50_000, Currency = "KRW" };
        RedemptionView redemption = await shop.RedeemCouponAsync($"order-{slug}", order);
        RedemptionView repeated = await shop.RedeemCouponAsync($"order-{slug}", order);
        IssuancePage list = await shop.ListIssuancesAsync(slug, status: ClaimStatusParameter.Redeemed, limit: 10);
        using FileResponse file = await shop.ExportIssuancesAsync(slug, @for: CsvFormParameter.Programs);
        return JsonSerializer.Serialize(new
        {
            discount = redemption.Discount,
            validated = check.Discount,
            sameRedemption = redemption.Id == repeated.Id,
            listed = list.Items.Select(item => $"{item.Number} {item.Member} {item.Status.ToString().ToLowerInvariant()}"),
            file = (await TextOfAsync(file)).Split("\r\n")[1].StartsWith($"1,{Member},{code},", StringComparison.Ordinal),
            events = events.Contains("event: claim", StringComparison.Ordinal),
            refused = await CodeOfAsync(() => member.ClaimCouponAsync($"{slug}-nowhere")),
            wrong = await CodeOfAsync(() => shop.CreateCampaignAsync(new CampaignDraft())),
        });
    }

    private static async Task<string> CodeOfAsync(Func<Task> act)
    {
        try
        {
            await act();
            return "not refused";
        }
        catch (ApiException<Problem> refused)
        {
            using JsonDocument body = JsonDocument.Parse(JsonSerializer.Serialize(refused.Result));
            return body.RootElement.GetProperty("code").GetString()!;
        }
    }

    private static HttpClient SignedIn(string address, string token) => new(new SocketsHttpHandler { UseProxy = false })
    {
        BaseAddress = new Uri(address),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };

    private static async Task<string> TextOfAsync(FileResponse file)
    {
        using StreamReader reader = new(file.Stream);
        return await reader.ReadToEndAsync();
    }

    private static void Check(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
