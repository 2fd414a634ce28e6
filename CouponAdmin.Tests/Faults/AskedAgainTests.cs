using System.Net;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Fixtures;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Faults;

/// <summary>Answers that never arrive, and members who ask many times: one ticket each, at most the quantity held (P4, P5, P6, P7).</summary>
[Collection(ThreeInstances.Name)]
public sealed class AskedAgainTests(ThreeInstancesFixture three, ITestOutputHelper output)
{
    /// <summary>A little more than a whole question or answer has, so that a cut may come at any byte, or not at all.</summary>
    private const int BytesAbout = 900;

    private readonly FaultRig _rig = three.Rig;

    [Fact]
    public async Task Claim_WhenTheAnswerIsCutOff_IsAnsweredWithTheSameTicketByAnotherInstance()
    {
        FaultPlan plan = FaultPlan.Of(few: 80, many: 20);
        FaultedSale sale = await _rig.OpenSaleAsync(plan.Count / 2);
        await using FaultProxy line = FaultProxy.To(_rig.Instances[0].Address.Port);

        // Half of the answers are dropped whole, after the claim was served; the rest of the cuts fall anywhere. A client whose connection ends
        // before the first byte asks again by itself, up to three times, each over a line with a cut of its own.
        int lost = 0;
        line.CutOf = () =>
        {
            LineCut cut = plan.Random.Next(4) switch
            {
                0 => new LineCut(plan.Random.Next(BytesAbout), long.MaxValue),
                1 => new LineCut(long.MaxValue, plan.Random.Next(BytesAbout)),
                _ => new LineCut(long.MaxValue, 0),
            };
            lost += cut.Down == 0 ? 1 : 0;
            return cut;
        };
        using HttpClient unlucky = FaultRig.ClientThrough(line);
        SaleClient through = new(unlucky);
        string[] members = [.. TestMembers.Take(plan.Count)];
        await Parallel.ForEachAsync(members, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (member, _) =>
            await sale.History.AskAsync(through, sale.Slug, member, _rig.Tokens.Member(member)));
        int untold = sale.History.Unanswered;
        await sale.InsistAsync(members);
        await sale.InsistAsync(members);

        SaleEvidence evidence = await sale.HoldsAsync();
        Assert.InRange(lost, plan.Count / 4, int.MaxValue);
        Assert.Equal(plan.Count / 2, evidence.Books.Issued);
        plan.Report(output, "P6", "answer cut off on its way to the member", $"{lost} answers lost whole, {untold} members untold, {evidence.Books.Issued} issued of {plan.Count / 2}, nobody twice");
    }

    [Fact]
    public async Task Claim_WhenTheStoresAnswersAreCutOff_GivesOneTicketEach()
    {
        FaultPlan plan = FaultPlan.Of(few: 5);
        FaultedSale sale = await _rig.OpenSaleAsync(plan.Count * 40);
        int asked = 0;
        for (int reset = 0; reset < plan.Count; reset++)
        {
            string[] members = [.. TestMembers.Take(50, from: asked + 1)];
            asked += members.Length;
            int before = sale.History.Count;
            int after = plan.Random.Next(members.Length);
            Task rush = sale.RushAsync(members, i => i % 3);
            await Task.WhenAny(rush, sale.History.ReachesAsync(before + after));
            _rig.StoreLine.ResetAll();
            await rush;
        }

        await sale.InsistAsync([.. TestMembers.Take(asked)]);
        SaleEvidence evidence = await sale.HoldsAsync();
        Assert.Equal(plan.Count * 40, evidence.Books.Issued);
        plan.Report(output, "P6", "all connections to the store reset in the rush", $"{asked} members, {evidence.Books.Issued} issued, nobody twice");
    }

    [Fact]
    public async Task Claim_WhenOneMemberAsksSixtyFourTimesOnThreeInstancesDuringResets_HasOneTicket()
    {
        FaultPlan plan = FaultPlan.Of(few: 3);
        for (int round = 0; round < plan.Count; round++)
        {
            FaultedSale sale = await _rig.OpenSaleAsync(quantity: 2);
            Task<ClaimAttempt>[] asked = [.. Enumerable.Range(0, 64).Select(i => sale.AskAsync("one", i % 3))];
            await Task.WhenAny(asked);
            _rig.StoreLine.ResetAll();
            await Task.WhenAll(asked);
            await sale.InsistAsync(["one", "another"]);
            await sale.InsistAsync(["too late"]);

            SaleEvidence evidence = await sale.HoldsAsync();
            Assert.Equal(["another", "one"], evidence.Rows.Where(r => r.Number is not null).Select(r => r.Member).Order(StringComparer.Ordinal));
            Assert.Contains(sale.History.Attempts, a => a is { Member: "too late", Status: HttpStatusCode.Conflict, Code: "sold-out" });
        }

        plan.Report(output, "P5", "64 parallel claims of one member on three instances, connections reset", "one ticket each time");
    }
}
