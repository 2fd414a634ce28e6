using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Eligibility;
using CouponAdmin.Core.Results;
using CouponAdmin.Tests.Fixtures;
using StackExchange.Redis;

namespace CouponAdmin.Tests.Issuance;

internal enum SaleStep
{
    Claim,
    ClaimAtOnce,
    Drain,
    Pause,
    Resume,
    Raise,
    Lower,
    RevokeAndReturn,
    RevokeAndKeep,
    ReplaceList,
    RemoveList,
    LoseList,
    Close,
    LoseFacts,
    LoseQueue,
    LoseAll,
}

/// <summary>Takes each step with the product and with the model, on either of two instances, and compares them.</summary>
internal sealed class SaleSteps(TestSale sale, SaleModel model, TestInstance[] instances)
{
    /// <param name="step">What happens.</param>
    /// <param name="number">Which member, number or amount.</param>
    /// <param name="instance">Which instance does it.</param>
    public async Task TakeAsync(SaleStep step, int number, int instance)
    {
        TestInstance by = instances[instance];
        string member = TestMembers.Name(number);
        await (step switch
        {
            SaleStep.Claim => ClaimAsync(member, by),
            SaleStep.ClaimAtOnce => ClaimAtOnceAsync(number),
            SaleStep.Drain => DrainAsync(by),
            SaleStep.Pause => ActAsync(await sale.PauseAsync(by), () => model.Paused(true)),
            SaleStep.Resume => ActAsync(await sale.ResumeAsync(by), () => model.Paused(false)),
            SaleStep.Raise => ActAsync(await sale.SetQuantityAsync(model.Quantity + number, by), () => model.Became(model.Quantity + number)),
            SaleStep.Lower => LowerAsync(Math.Max(1, model.Quantity - number), by),
            SaleStep.RevokeAndReturn => RevokeAsync(number, returnUnit: true, by),
            SaleStep.RevokeAndKeep => RevokeAsync(number, returnUnit: false, by),
            SaleStep.ReplaceList => ReplaceListAsync(number, by),
            SaleStep.RemoveList => RemoveListAsync(by),
            SaleStep.LoseList => LoseListAsync(),
            SaleStep.Close => ActAsync(await sale.CloseAsync(by), model.Closed),
            SaleStep.LoseFacts => model.IsSealed ? Task.CompletedTask : sale.LoseAsync(sale.Keys.Facts),
            SaleStep.LoseQueue => LoseAsync(all: false),
            SaleStep.LoseAll => LoseAsync(all: true),
        });
        await CompareAsync();
    }

    private async Task ClaimAsync(string member, TestInstance by) => model.Claimed(member, await sale.ClaimAsync(member, by));

    // The same members partly overlap, and the first asks twice at once.
    private async Task ClaimAtOnceAsync(int number)
    {
        string[] members = [.. TestMembers.Take(6, from: number), TestMembers.Name(number)];
        model.ClaimedAtOnce(members, await Task.WhenAll(members.Select((m, i) => sale.ClaimAsync(m, instances[i % 2]))));
    }

    private async Task DrainAsync(TestInstance by)
    {
        // A campaign that was closed while its facts were lost is sealed once it is warm again.
        await sale.CheckBooksAsync(by);
        await sale.DrainAsync(by);
        model.Drained();
    }

    private Task ActAsync(Result<CampaignView> result, Action apply)
    {
        if (model.IsClosed)
        {
            Assert.Equal(RefusalKind.WrongState, result.Refusal?.Kind);
            return Task.CompletedTask;
        }

        TestSale.Require(result);
        apply();
        return Task.CompletedTask;
    }

    // Two of three members, other ones with each number.
    private async Task ReplaceListAsync(int number, TestInstance by)
    {
        string[] list = [.. Enumerable.Range(1, 20).Where(i => (i + number) % 3 != 0).Select(TestMembers.Name)];
        Result<MemberListImport> result = await sale.ReplaceListAsync(list, by);
        if (model.IsClosed)
        {
            Assert.Equal(RefusalKind.WrongState, result.Refusal?.Kind);
            return;
        }

        Assert.Equal(list.Length, TestSale.Require(result).Report.Members);
        model.Listed(list);
    }

    private async Task RemoveListAsync(TestInstance by)
    {
        Result<CampaignView> result = await by.Get<RemoveMemberList>().ExecuteAsync(sale.Slug, TestSale.Operator, default);
        if (model.IsClosed || model.List is null)
        {
            Assert.Equal(RefusalKind.WrongState, result.Refusal?.Kind);
            return;
        }

        TestSale.Require(result);
        model.Listed(null);
    }

    // Half of it: whatever is left must judge nobody.
    private async Task LoseListAsync()
    {
        if (model.List is { } list && !model.IsSealed)
        {
            await sale.Store.SetRemoveAsync(sale.Keys.Members((await sale.RowAsync()).MemberListName), [.. list.Take(list.Count / 2).Select(m => (RedisValue)m)]);
        }
    }

    private async Task LowerAsync(int quantity, TestInstance by)
    {
        Result<CampaignView> result = await sale.SetQuantityAsync(quantity, by);
        if (!model.IsClosed && quantity < model.Given && quantity < model.Quantity)
        {
            Assert.Equal((RefusalKind.BelowAdmitted, model.Given), (result.Refusal?.Kind, result.Refusal?.Bound));
            return;
        }

        await ActAsync(result, () => model.Became(quantity));
    }

    private async Task RevokeAsync(int number, bool returnUnit, TestInstance by)
    {
        Result<IssuanceView> result = await sale.RevokeAsync(number, returnUnit, by);
        if (number > model.Recorded)
        {
            Assert.Equal(RefusalKind.UnknownIssuance, result.Refusal?.Kind);
        }
        else if (model.Rows[number - 1].Status == ClaimStatus.Revoked)
        {
            Assert.Equal(RefusalKind.WrongState, result.Refusal?.Kind);
        }
        else
        {
            TestSale.Require(result);
            model.Revoked(number, returnUnit);
        }
    }

    // Both instances check, as both do every minute: each knows only of the tickets that it gave.
    private async Task LoseAsync(bool all)
    {
        if (model.IsSealed)
        {
            await sale.LoseAsync();
            return;
        }

        await (all ? sale.LoseAsync() : sale.LoseAsync(sale.Keys.Queue));
        model.Lost();
        foreach (TestInstance instance in instances)
        {
            await sale.CheckBooksAsync(instance);
        }
    }

    private async Task CompareAsync()
    {
        Campaign row = await sale.RowAsync();
        List<IssuanceRecord> rows = await sale.RowsAsync();
        Assert.Equal((model.Quantity, model.Recorded, model.Void, model.Held), (row.Quantity, row.Recorded, row.Voided, row.Held));
        Assert.Equal(model.Rows.Select((r, i) => (r.Member, r.Status, i + 1)), rows.OrderBy(r => r.Number).Select(r => (r.Member, r.Status, r.Number!.Value)));
        Assert.Equal(model.IsSealed, row.SealedAt is not null);
        if (!model.IsSealed)
        {
            Assert.Equal(
                model.Tickets.OrderBy(t => t.Value).Select(t => (t.Key, t.Value)),
                (await sale.QueueAsync()).Select(e => ((string)e.Element!, (long)e.Score)));
            await SaleOracle.HoldsAsync(sale);
        }
    }
}
