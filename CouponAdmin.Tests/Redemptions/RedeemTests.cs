using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Redemptions;
using CouponAdmin.Core.Results;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Redemptions;

/// <summary>A coupon is used once: whoever asks, however often, and whatever happens beside it.</summary>
public sealed class RedeemTests
{
    private const int AtOnce = 64;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Redeem_WhenValid_UsesTheCouponAndTellsTheDiscount(DatabaseProvider database)
    {
        await using TestSale sale = await TestTill.OpenAsync(database, "a", "b");
        TestTill till = new(sale);
        string code = await till.CodeOfAsync("a");
        CouponCheck check = await till.CheckAsync(code);
        Assert.Equal((true, null, 2_000L, "KRW"), (check.Valid, check.Reason, check.Discount, check.Currency));

        RedemptionView use = TestTill.Done(await till.RedeemAsync(code.ToLowerInvariant().Replace('-', ' '), "key-1"));

        Assert.Equal((RedemptionStatus.Redeemed, code, "order-1", 20_000L, "KRW", 2_000L), (use.Status, use.Code, use.OrderId, use.OrderAmount, use.Currency, use.Discount));
        IssuanceRecord row = await sale.RowOfAsync("a");
        Assert.Equal((ClaimStatus.Redeemed, use.RedeemedAt), (row.Status, row.RedeemedAt!.Value.ToDateTimeOffset()));
        Assert.Equal((false, CouponFault.AlreadyRedeemed), ((await till.CheckAsync(code)).Valid, (await till.CheckAsync(code)).Reason));
        Assert.Equal(ClaimStatus.Issued, (await sale.RowOfAsync("b")).Status);
        await till.HoldsAsync();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Redeem_WhenTheKeyComesAgain_AnswersTheSameOrSaysThatTheBodyIsAnother(DatabaseProvider database)
    {
        await using TestSale sale = await TestTill.OpenAsync(database, "a", "b");
        TestTill till = new(sale);
        string code = await till.CodeOfAsync("a");
        RedemptionOrder order = TestTill.OrderOf(code, member: "a");
        RedemptionView first = TestTill.Done(await till.RedeemAsync(order, "key-1"));

        RedemptionAnswer.Done again = Assert.IsType<RedemptionAnswer.Done>(await till.RedeemAsync(order with { Code = code.ToLowerInvariant() }, "key-1"));

        Assert.Equal((first, true), (again.Redemption, again.IsRepeated));
        RedemptionOrder[] others =
        [
            order with { OrderId = "order-2" }, order with { OrderAmount = 1 }, order with { Currency = "USD" }, order with { Code = await till.CodeOfAsync("b") }, order with { MemberId = "b" },
        ];
        foreach (RedemptionOrder other in others)
        {
            Assert.IsType<RedemptionAnswer.KeyReused>(await till.RedeemAsync(other, "key-1"));
        }

        Assert.Equal(CouponFault.AlreadyRedeemed, TestTill.Fault(await till.RedeemAsync(order, "key-1", TestTill.OtherShop)));
        Assert.Equal(CouponFault.AlreadyRedeemed, TestTill.Fault(await till.RedeemAsync(order, "key-2")));
        Assert.Single(await till.UsesAsync());
        await till.HoldsAsync();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Redeem_WhenManyAskAtOnce_LetsExactlyOneUseIt(DatabaseProvider database)
    {
        await using TestSale sale = await TestTill.OpenAsync(database, "a");
        TestTill till = new(sale);
        TestInstance second = await sale.AddInstanceAsync();
        string code = await till.CodeOfAsync("a");

        RedemptionAnswer[] answers = await Task.WhenAll(
            Enumerable.Range(0, AtOnce).Select(i => Task.Run(() => till.RedeemAsync(code, $"key-{i}", $"order-{i}", at: i % 2 == 0 ? sale.First : second))));

        int winner = Array.FindIndex(answers, answer => answer is RedemptionAnswer.Done);
        RedemptionView use = TestTill.Done(answers[winner]);
        Assert.All(answers.Where((_, i) => i != winner), answer => Assert.Equal(CouponFault.AlreadyRedeemed, TestTill.Fault(answer)));
        for (int i = 0; i < AtOnce; i++)
        {
            RedemptionAnswer again = await till.RedeemAsync(code, $"key-{i}", $"order-{i}", at: second);
            Assert.Equal(i == winner ? use : null, (again as RedemptionAnswer.Done)?.Redemption);
        }

        await till.HoldsAsync();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Redeem_WhenOneAsksManyTimesAtOnce_GivesEveryOneTheSameAnswer(DatabaseProvider database)
    {
        await using TestSale sale = await TestTill.OpenAsync(database, "a", "b");
        TestTill till = new(sale);
        (string a, string b) = (await till.CodeOfAsync("a"), await till.CodeOfAsync("b"));

        RedemptionAnswer[] same = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => till.RedeemAsync(a, "key"))));
        RedemptionAnswer[] mixed = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(i => Task.Run(() => till.RedeemAsync(b, "other-key", $"order-{i % 2}"))));

        Assert.Single(same.Select(TestTill.Done).Distinct());
        Assert.Single(same, answer => answer is RedemptionAnswer.Done { IsRepeated: false });
        Assert.Single(mixed.OfType<RedemptionAnswer.Done>().Select(done => done.Redemption).Distinct());
        Assert.Equal((AtOnce / 2, AtOnce / 2), (mixed.OfType<RedemptionAnswer.Done>().Count(), mixed.OfType<RedemptionAnswer.KeyReused>().Count()));
        Assert.Equal(2, (await till.UsesAsync()).Count);
        await till.HoldsAsync();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Redeem_WhenTheKeyIsUsedForTwoCouponsAtOnce_UsesOneOfThem(DatabaseProvider database)
    {
        string[] members = [.. TestMembers.Take(16)];
        await using TestSale sale = await TestTill.OpenAsync(database, members);
        TestTill till = new(sale);
        string[] codes = [.. (await sale.RowsAsync()).Select(row => row.Code!)];

        RedemptionAnswer[] answers = await Task.WhenAll(codes.Select(code => Task.Run(() => till.RedeemAsync(code, "key"))));

        Assert.Single(answers.OfType<RedemptionAnswer.Done>());
        Assert.Equal(codes.Length - 1, answers.OfType<RedemptionAnswer.KeyReused>().Count());
        Assert.Single(await sale.RowsAsync(), row => row.Status == ClaimStatus.Redeemed);
        await till.HoldsAsync();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Redeem_WhenItCantBe_SaysWhyFromTheList(DatabaseProvider database)
    {
        await using TestSale sale = await TestTill.OpenAsync(database, "a", "gone", "old");
        TestTill till = new(sale);
        await sale.ExecuteSqlAsync($"UPDATE campaigns SET \"BenefitCurrency\" = 'KRW', \"BenefitMinimumOrder\" = {TestTill.OrderAmount} WHERE \"Id\" = {sale.Id}");
        await sale.ExecuteSqlAsync($"UPDATE issuances SET \"RecordedAt\" = \"RecordedAt\" - {(long)TimeSpan.FromDays(31).TotalMicroseconds} WHERE \"Member\" = 'old'");
        TestSale.Require(await sale.RevokeAsync((await sale.RowOfAsync("gone")).Number!.Value, returnUnit: false));
        string code = await till.CodeOfAsync("a");
        (RedemptionOrder Order, CouponFault Fault)[] cases =
        [
            (TestTill.OrderOf("0000-0000-0000-0000"), CouponFault.UnknownCoupon), (TestTill.OrderOf("no code at all"), CouponFault.UnknownCoupon),
            (TestTill.OrderOf(code, member: "b"), CouponFault.OtherMember), (TestTill.OrderOf(await till.CodeOfAsync("gone")), CouponFault.Revoked),
            (TestTill.OrderOf(await till.CodeOfAsync("old")), CouponFault.Expired), (TestTill.OrderOf(code, currency: "USD"), CouponFault.CurrencyMismatch),
            (TestTill.OrderOf(code, amount: TestTill.OrderAmount - 1), CouponFault.BelowMinimumOrder),
        ];
        foreach ((RedemptionOrder order, CouponFault fault) in cases)
        {
            Assert.Equal(fault, TestTill.Fault(await till.RedeemAsync(order, "key")));
            CouponCheck check = await till.CheckAsync(order.Code!, order);
            Assert.Equal((false, fault, null), (check.Valid, check.Reason, check.Discount));
        }

        Assert.Null((await till.CheckAsync(code, TestTill.OrderOf(code, member: "b"))).Benefit);
        TestTill.Done(await till.RedeemAsync(TestTill.OrderOf(code, member: "a"), "key"));
        Assert.Equal(Enum.GetValues<CouponFault>().Order(), cases.Select(c => c.Fault).Append(TestTill.Fault(await till.RedeemAsync(code, "key-2"))!.Value).Distinct().Order());
        await till.HoldsAsync();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task RollBack_WhenTheOrderIsCancelled_GivesTheCouponBackOnce(DatabaseProvider database)
    {
        await using TestSale sale = await TestTill.OpenAsync(database, "a");
        TestTill till = new(sale);
        string code = await till.CodeOfAsync("a");
        RedemptionView use = TestTill.Done(await till.RedeemAsync(code, "key-1"));

        Result<RedemptionView>[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => till.RollBackAsync(use.Id))));

        Assert.Single(answers.Select(answer => TestSale.Require(answer)).Distinct());
        Assert.Equal((RedemptionStatus.RolledBack, "cancelled"), (answers[0].Value!.Status, answers[0].Value!.RollbackReason));
        Assert.Equal(ClaimStatus.Issued, (await sale.RowOfAsync("a")).Status);
        Assert.Equal(RedemptionStatus.RolledBack, TestTill.Done(await till.RedeemAsync(code, "key-1")).Status);
        RedemptionView anew = TestTill.Done(await till.RedeemAsync(code, "key-2", "order-2"));
        Assert.NotEqual(use.Id, anew.Id);
        Assert.Equal(RedemptionStatus.RolledBack, TestSale.Require(await till.RollBackAsync(use.Id)).Status);
        Assert.Equal(ClaimStatus.Redeemed, (await sale.RowOfAsync("a")).Status);
        Assert.Equal(RefusalKind.UnknownRedemption, (await till.RollBackAsync(anew.Id + 1)).Refusal!.Kind);
        await till.HoldsAsync();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Revoke_WhenTheCouponIsUsed_IsRefusedUntilItIsGivenBack(DatabaseProvider database)
    {
        await using TestSale sale = await TestTill.OpenAsync(database, "a");
        TestTill till = new(sale);
        RedemptionView use = TestTill.Done(await till.RedeemAsync(await till.CodeOfAsync("a"), "key"));

        Assert.Equal(RefusalKind.CouponRedeemed, (await sale.RevokeAsync(1, returnUnit: true)).Refusal!.Kind);
        await till.HoldsAsync();
        TestSale.Require(await till.RollBackAsync(use.Id));
        TestSale.Require(await sale.RevokeAsync(1, returnUnit: true));
        await till.HoldsAsync();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Revoke_WhenTheSameCouponIsUsedAtTheSameMoment_OneOfThemWins(DatabaseProvider database)
    {
        string[] members = [.. TestMembers.Take(24)];
        await using TestSale sale = await TestTill.OpenAsync(database, members);
        TestTill till = new(sale);
        List<IssuanceRecord> rows = await sale.RowsAsync();

        Task<RedemptionAnswer[]> taking = Task.WhenAll(rows.Select(row => Task.Run(() => till.RedeemAsync(row.Code!, $"key-{row.Number}"))));
        Task<Result<IssuanceView>[]> revoking = Task.WhenAll(rows.Select(row => Task.Run(() => sale.RevokeAsync(row.Number!.Value, returnUnit: true))));
        await Task.WhenAll(taking, revoking);

        bool[] used = [.. (await taking).Select(answer => answer is RedemptionAnswer.Done)];
        bool[] revoked = [.. (await revoking).Select(result => result.Value is not null)];
        Assert.All(used.Zip(revoked), pair => Assert.True(pair.First ^ pair.Second, "a coupon was used and revoked, or neither"));
        await till.HoldsAsync();
    }

    [Fact]
    public async Task Redeem_WhileADrainHoldsTheCampaign_DoesNotWaitForIt()
    {
        await using TestSale sale = await TestTill.OpenAsync(DatabaseProvider.PostgreSql, "a");
        TestTill till = new(sale);
        string code = await till.CodeOfAsync("a");
        await using CouponDbContext drain = await sale.First.OpenDatabaseAsync();
        await using var held = await drain.Database.BeginTransactionAsync();
        await CampaignLock.ByIdAsync(drain, sale.Id, default);

        // Held until the test ends: a redemption that took the campaign's lock would never answer.
        RedemptionView use = TestTill.Done(await till.RedeemAsync(code, "key"));
        TestSale.Require(await till.RollBackAsync(use.Id));
    }
}
