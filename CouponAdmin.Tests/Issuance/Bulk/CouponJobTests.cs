using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Bulk;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Tests.Redemptions;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Tests.Issuance.Bulk;

/// <summary>Many coupons by one order: each is revoked or restored once, whoever dies, and the results say what became of it.</summary>
public sealed class CouponJobTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Job_WhenItIsDone_TellsWhatBecameOfEachCoupon(DatabaseProvider database)
    {
        await using TestSale sale = await TestTill.OpenAsync(database, "a", "b", "c", "d");
        TestTill till = new(sale);
        TestTill.Done(await till.RedeemAsync(await till.CodeOfAsync("c"), "key"));
        Dictionary<string, int> number = (await sale.RowsAsync()).ToDictionary(row => row.Member, row => row.Number!.Value, StringComparer.Ordinal);
        TestSale.Require(await sale.RevokeAsync(number["d"], returnUnit: true));
        CouponJobView revoke = await StartAsync(sale, CouponJobAct.Revoke, [number["b"], number["a"], 99, number["c"], number["d"], number["b"]]);
        Assert.Equal((CouponJobState.Waiting, 5, 0), (revoke.State, revoke.Total, revoke.Done));

        await RunAsync(sale);

        CouponJobView done = (await sale.First.Get<CouponJobs>().FindAsync(sale.Slug, revoke.Id, default))!;
        Assert.Equal((CouponJobState.Finished, 5, 2), (done.State, done.Done, done.Changed));
        Assert.Equal($"{number["b"]} Changed, {number["a"]} Changed, 99 UnknownNumber, {number["c"]} AlreadyRedeemed, {number["d"]} AlreadyRevoked", await ResultsAsync(sale, revoke.Id));
        Assert.Equal((ClaimStatus.Revoked, false, "a recall"), Standing(await sale.RowOfAsync("a")));
        Assert.Equal(1, (await sale.RowAsync()).Returned);

        CouponJobView restore = await StartAsync(sale, CouponJobAct.Restore, [number["a"], number["c"], number["d"], 99]);
        await RunAsync(sale);
        Assert.Equal($"{number["a"]} Changed, {number["c"]} NotRevoked, {number["d"]} UnitReturned, 99 UnknownNumber", await ResultsAsync(sale, restore.Id));
        IssuanceRecord back = await sale.RowOfAsync("a");
        Assert.Equal((ClaimStatus.Issued, false, null), Standing(back));
        Assert.Equal((null, true), (back.RevokedAt, back.ChangedAt > back.RecordedAt));
        TestTill.Done(await till.RedeemAsync(back.Code!, "key-2"));
        Assert.Equal((2, 1, 2), (await CountAsync(sale, AuditAction.RevokeCoupon) - 1, await CountAsync(sale, AuditAction.RestoreCoupon), await CountAsync(sale, AuditAction.StartCouponJob)));
        await till.HoldsAsync();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Job_WhenItsInstanceDiesOrSleeps_IsFinishedByAnotherAndNothingIsDoneTwice(DatabaseProvider database)
    {
        string[] members = [.. TestMembers.Take(CouponJobRules.BatchSize + 20)];
        await using TestSale sale = await TestTill.OpenAsync(database, members);
        TestInstance other = await sale.AddInstanceAsync();
        CouponJobView job = await StartAsync(sale, CouponJobAct.Revoke, [.. Enumerable.Range(1, members.Length)], returnUnit: true);
        CouponJob asleep = (await sale.First.Get<CouponJobRunner>().TakeAsync(default))!;
        Assert.True(await sale.First.Get<CouponJobStep>().RunAsync(asleep, default));
        Assert.False(await other.Get<CouponJobRunner>().RunNextAsync(default), "Its lease has not run out.");
        Assert.Equal((CouponJobState.Running, CouponJobRules.BatchSize), await StateAsync(sale, job.Id));

        await AgeAsync(sale, job.Id);
        Assert.True(await other.Get<CouponJobRunner>().RunNextAsync(default));

        Assert.False(await sale.First.Get<CouponJobStep>().RunAsync(asleep, default));
        Assert.Equal((CouponJobState.Finished, members.Length), await StateAsync(sale, job.Id));
        Assert.Equal(members.Length, await CountAsync(sale, AuditAction.RevokeCoupon));
        Assert.All(await sale.RowsAsync(), row => Assert.Equal(ClaimStatus.Revoked, row.Status));
        Assert.Equal((members.Length, members.Length), ((await sale.RowAsync()).Returned, (await sale.CountsAsync()).Remaining));
        await SaleOracle.HoldsAsync(sale);
    }

    [Fact]
    public async Task Job_WhenItsInstanceIsStopped_IsAnybodysAtOnce()
    {
        string[] members = [.. TestMembers.Take(CouponJobRules.BatchSize + 1)];
        await using TestSale sale = await TestTill.OpenAsync(DatabaseProvider.Sqlite, members);
        CouponJobView job = await StartAsync(sale, CouponJobAct.Revoke, [.. Enumerable.Range(1, members.Length)]);
        CouponJobRunner runner = sale.First.Get<CouponJobRunner>();
        CouponJob taken = (await runner.TakeAsync(default))!;
        Assert.True(await sale.First.Get<CouponJobStep>().RunAsync(taken, default));
        Assert.Null(await runner.TakeAsync(default));

        await runner.RunAsync(taken, new CancellationToken(canceled: true));

        Assert.True(await (await sale.AddInstanceAsync()).Get<CouponJobRunner>().RunNextAsync(default));
        Assert.Equal((CouponJobState.Finished, members.Length), await StateAsync(sale, job.Id));
        Assert.Equal(members.Length, await CountAsync(sale, AuditAction.RevokeCoupon));
    }

    [Fact]
    public async Task Job_WhenThereAreManyUnfinished_IsRefused()
    {
        await using TestSale sale = await TestTill.OpenAsync(DatabaseProvider.Sqlite, "a");
        for (int i = 0; i < CouponJobRules.UnfinishedMax; i++)
        {
            await StartAsync(sale, CouponJobAct.Revoke, [1]);
        }

        Refusal refused = (await sale.First.Get<StartCouponJob>().ExecuteAsync(sale.Slug, Order(CouponJobAct.Revoke, [1]), TestSale.Operator, default)).Refusal!;
        Assert.Equal((RefusalKind.TooManyJobs, (long?)CouponJobRules.UnfinishedMax), (refused.Kind, refused.Bound));
        await RunAsync(sale);
        await StartAsync(sale, CouponJobAct.Restore, [1]);
    }

    [Theory]
    [InlineData(null, null, "numbers")]
    [InlineData("", null, "numbers")]
    [InlineData("0", null, "numbers")]
    [InlineData("1", "number\n1", "csv")]
    [InlineData(null, "", "csv")]
    [InlineData(null, "1\n2", "csv")]
    [InlineData(null, "number\n1\nx", "csv")]
    [InlineData(null, "member,number\na", "csv")]
    [InlineData(null, "number\n-1", "csv")]
    public void Order_WhenItsNumbersCanNotBeMeant_NamesTheField(string? numbers, string? csv, string field)
    {
        CouponJobOrder order = new() { Act = CouponJobAct.Revoke, Reason = "a recall", Csv = csv, Numbers = numbers?.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(n => int.Parse(n, null)).ToList() };
        Assert.Equal(field, Assert.Single(CouponJobRules.Read(order).Problems).Field);
    }

    [Fact]
    public void Order_WhenItIsAFile_ReadsTheColumnOfNumbers()
    {
        CouponJobOrder order = new() { Act = CouponJobAct.Revoke, Reason = "a recall" };
        Assert.Equal([3, 1], CouponJobRules.Read(order with { Csv = "\uFEFFmember,Number,code\r\n\"a, \"\"b\"\"\",3,x\r\n\r\nc,1,\"y\nz\"\r\n3,3,3\r\n" }).Numbers);
        Assert.Equal(CouponJobRules.CouponsMax, CouponJobRules.Read(order with { Numbers = [.. Enumerable.Range(1, CouponJobRules.CouponsMax)] }).Numbers.Count);
        FieldProblem[] tooMany =
        [
            Assert.Single(CouponJobRules.Read(order with { Numbers = [.. Enumerable.Range(1, CouponJobRules.CouponsMax + 1)] }).Problems),
            Assert.Single(CouponJobRules.Read(order with { Csv = "number\n" + string.Join('\n', Enumerable.Range(1, CouponJobRules.CouponsMax + 1)) }).Problems),
        ];
        Assert.All(tooMany, problem => Assert.Equal((FieldRule.TooMany, (long?)CouponJobRules.CouponsMax), (problem.Rule, problem.Max)));
        Assert.Equal(["act", "numbers", "reason"], CouponJobRules.Read(new CouponJobOrder()).Problems.Select(problem => problem.Field));
        Assert.Equal(["returnUnit"], CouponJobRules.Read(order with { Act = CouponJobAct.Restore, Numbers = [1], ReturnUnit = true }).Problems.Select(problem => problem.Field));
    }

    private static CouponJobOrder Order(CouponJobAct act, IReadOnlyList<int> numbers, bool returnUnit = false) =>
        new() { Act = act, Numbers = numbers, Reason = "a recall", ReturnUnit = returnUnit };

    private static async Task<CouponJobView> StartAsync(TestSale sale, CouponJobAct act, IReadOnlyList<int> numbers, bool returnUnit = false) =>
        TestSale.Require(await sale.First.Get<StartCouponJob>().ExecuteAsync(sale.Slug, Order(act, numbers, returnUnit), TestSale.Operator, default));

    private static async Task RunAsync(TestSale sale)
    {
        while (await sale.First.Get<CouponJobRunner>().RunNextAsync(default))
        {
        }
    }

    private static async Task<string> ResultsAsync(TestSale sale, long id) =>
        string.Join(", ", (await sale.First.Get<CouponJobs>().ResultsAsync(id, null, 0, 100, default)).Items.Select(item => $"{item.Number} {item.Outcome}"));

    private static async Task<(CouponJobState State, int Done)> StateAsync(TestSale sale, long id)
    {
        CouponJobView job = (await sale.First.Get<CouponJobs>().FindAsync(sale.Slug, id, default))!;
        return (job.State, job.Done);
    }

    private static (ClaimStatus Status, bool IsUnitReturned, string? Reason) Standing(IssuanceRecord row) => (row.Status, row.IsUnitReturned, row.RevokeReason);

    private static async Task<int> CountAsync(TestSale sale, AuditAction action)
    {
        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        string name = AuditActions.NameOf(action);
        return await db.Set<AuditEntry>().CountAsync(a => a.Action == name && a.Subject == sale.Slug);
    }

    /// <summary>The lease runs out.</summary>
    private static async Task AgeAsync(TestSale sale, long id)
    {
        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        CouponJob job = await db.Set<CouponJob>().SingleAsync(j => j.Id == id);
        job.LeasedUntil = new StoreTime(1);
        await db.SaveChangesAsync();
    }
}
