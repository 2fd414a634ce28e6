using System.Text.Json;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Results;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Faults;

/// <summary>kill -9 in the middle of a redemption: asked again with the same key, each coupon is used exactly once.</summary>
[Collection(EmbeddedInstance.Name)]
public sealed class KilledWhileRedeemingTests(EmbeddedFixture embedded)
{
    private const string Redemptions = "/api/v1/redemptions";
    private const int CouponsPerDeath = 6;

    private static readonly string[] Steps = [$"{FailPoint.RedeemInTransaction}@3", $"{FailPoint.RedeemBeforeCommit}@3", $"{FailPoint.RedeemAfterCommit}@3"];

    [Fact]
    public async Task Redemption_WhenTheProcessDiesAtEachStep_HappensExactlyOnceUnderItsKey()
    {
        FaultRig rig = embedded.Rig;
        AppProcess app = rig.Instances[0];
        SaleClient sale = rig.Sale(0);
        FaultedSale faulted = await rig.OpenSaleAsync(Steps.Length * CouponsPerDeath);
        string[] members = [.. TestMembers.Take(Steps.Length * CouponsPerDeath)];
        await faulted.InsistAsync(members);
        string[] codes = [.. await Task.WhenAll(members.Select(async member =>
            (await Eventually.HoldsAsync(() => faulted.MineAsync(member, 0), answer => answer.Code.Length > 0, FaultedSale.SettledWithin)).Code))];

        string till = rig.Tokens.Create("till", "Cashier");
        for (int death = 0; death < Steps.Length; death++)
        {
            await app.KillAsync();
            app.Set(FailPoint.Variable, Steps[death]);
            await app.StartAgainAsync();
            await app.WaitUntilReadyAsync();
            string[] now = codes[(death * CouponsPerDeath)..((death + 1) * CouponsPerDeath)];
            foreach (string code in now)
            {
                await TryAsync(sale, till, code);
            }

            await app.WaitForExitAsync();
        }

        await app.StartAgainAsync(without: FailPoint.Variable);
        await app.WaitUntilReadyAsync();
        Answer[] answers = [.. await Task.WhenAll(codes.Select(code => RedeemAsync(sale, till, code)))];
        Assert.All(answers, answer => answer.Is(201));
        Assert.All(answers.Zip(codes), pair => Assert.Equal((pair.Second, $"order-{pair.Second}"), (pair.First.Code, pair.First.String("orderId"))));

        List<JsonElement> uses = [.. (await sale.GetAsync($"{Redemptions}?campaign={faulted.Slug}&limit=1000", rig.Tokens.Viewer())).Is(200).Json.GetProperty("items").EnumerateArray()];
        Assert.Equal(answers.Select(answer => answer.Number("id")).Order(), uses.Select(use => use.GetProperty("id").GetInt64()).Order());
        Assert.All(uses, use => Assert.Equal("redeemed", use.GetProperty("status").GetString()));
        Assert.Equal(codes.Order(StringComparer.Ordinal), uses.Select(use => use.GetProperty("code").GetString()!).Order(StringComparer.Ordinal));
        Assert.All((await faulted.HoldsAsync()).Rows, row => Assert.Equal(ClaimStatus.Redeemed, row.Status));
    }

    /// <summary>Without an answer when the process dies under it, or is dead already.</summary>
    private static async Task TryAsync(SaleClient sale, string till, string code)
    {
        try
        {
            (await RedeemAsync(sale, till, code)).Is(201);
        }
        catch (HttpRequestException)
        {
            // Whether the coupon is used isn't known: that is what asking again is for.
        }
    }

    private static Task<Answer> RedeemAsync(SaleClient sale, string till, string code) => sale.CallAsync(
        HttpMethod.Post, Redemptions, till, new { code, orderId = $"order-{code}", orderAmount = 10_000, currency = "KRW" }, ("Idempotency-Key", $"key-{code}"));
}
