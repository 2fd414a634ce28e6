using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Pools;
using CouponAdmin.Core.Results;
using CouponAdmin.Tests.Fixtures;
using CsCheck;

namespace CouponAdmin.Tests.Issuance.Pools;

/// <summary>Random lives of a sale with codes of its own against a plain list of codes. A failure prints the seed: set <c>CsCheck_Seed</c> to see it again.</summary>
public sealed class CodePoolModelTests
{
    private const int Sales = 12;

    internal enum Step
    {
        Claim,
        Drain,
        Raise,
        Lower,
        RevokeAndReturn,
        RevokeAndKeep,
        Append,
        AppendKnown,
        LoseQueue,
    }

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (8, Gen.Const(Step.Claim)), (6, Gen.Const(Step.Drain)), (3, Gen.Const(Step.Raise)), (2, Gen.Const(Step.Lower)), (3, Gen.Const(Step.RevokeAndReturn)),
        (1, Gen.Const(Step.RevokeAndKeep)), (3, Gen.Const(Step.Append)), (1, Gen.Const(Step.AppendKnown)), (1, Gen.Const(Step.LoseQueue)));

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public Task Codes_WhenAnythingHappensInAnyOrder_AreThoseOfTheirNumbers(DatabaseProvider database) =>
        Gen.Select(Gen.Int[1, 8], Gen.Int[0, 4], Gen.Select(Steps, Gen.Int[1, 8], Gen.Int[0, 1]).Array[8, 30]).SampleAsync(
            async (quantity, spare, steps) =>
            {
                List<string> codes = [.. CodeFileTests.Numbered(1, quantity + spare)];
                await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions
                {
                    Store = StoreKind.Redis, Database = database, Quantity = quantity, Codes = codes, Issuance = new IssuanceOptions { DrainBatchSize = 3 },
                });
                Life life = new(sale, codes, quantity, [sale.First, await sale.AddInstanceAsync()]);
                foreach ((Step step, int number, int instance) in steps)
                {
                    await life.TakeAsync(step, number, instance);
                }
            },
            iter: Sales,
            threads: 1,
            print: sale => $"{sale.Item1} coupons, {sale.Item2} codes more: {string.Join(", ", sale.Item3.Select(s => $"{s.Item1} {s.Item2} by {s.Item3}"))}");

    private sealed class Life(TestSale sale, List<string> codes, int quantity, TestInstance[] instances)
    {
        private readonly HashSet<int> _revoked = [];
        private int _quantity = quantity;
        private int _returned;
        private int _members;

        public async Task TakeAsync(Step step, int number, int instance)
        {
            TestInstance by = instances[instance];
            await (step switch
            {
                Step.Claim => Task.WhenAll(Enumerable.Range(0, number).Select(i => sale.ClaimAsync(TestMembers.Name(++_members), instances[i % 2]))),
                Step.Drain => Task.WhenAll(sale.DrainAsync(by), sale.DrainAsync(instances[1 - instance])),
                Step.Raise => RaiseAsync(_quantity + number, by),
                Step.Lower => LowerAsync(Math.Max(1, _quantity - number), by),
                Step.RevokeAndReturn => RevokeAsync(number, returnUnit: true, by),
                Step.RevokeAndKeep => RevokeAsync(number, returnUnit: false, by),
                Step.Append => AppendAsync(number, by),
                Step.AppendKnown => AppendKnownAsync(number, by),
                Step.LoseQueue => LoseQueueAsync(),
            });
            await CompareAsync();
        }

        private async Task RaiseAsync(int wanted, TestInstance by)
        {
            Result<CampaignView> result = await sale.SetQuantityAsync(wanted, by);
            if (wanted + _returned > codes.Count)
            {
                Assert.Equal(new FieldProblem("quantity", FieldRule.MoreThanCodes, wanted + _returned - codes.Count, codes.Count), result.Refusal!.Fields.Single());
                return;
            }

            TestSale.Require(result);
            _quantity = wanted;
        }

        private async Task LowerAsync(int wanted, TestInstance by)
        {
            if ((await sale.SetQuantityAsync(wanted, by)).Value is not null)
            {
                _quantity = wanted;
            }
        }

        private async Task RevokeAsync(int number, bool returnUnit, TestInstance by)
        {
            bool isThere = number <= (await sale.RowAsync()).Issued && !_revoked.Contains(number);
            Result<IssuanceView> result = await sale.RevokeAsync(number, returnUnit, by);
            if (isThere && returnUnit && _quantity + _returned + 1 > codes.Count)
            {
                Assert.Equal(new FieldProblem("returnUnit", FieldRule.MoreThanCodes, _quantity + _returned + 1 - codes.Count, codes.Count), result.Refusal!.Fields.Single());
                return;
            }

            Assert.Equal(isThere, result.Value is not null);
            if (isThere)
            {
                _revoked.Add(number);
                _returned += returnUnit ? 1 : 0;
            }
        }

        private async Task AppendAsync(int count, TestInstance by)
        {
            string[] more = [.. CodeFileTests.Numbered(codes.Count + 1, count)];
            Assert.Equal(count, TestSale.Require(await sale.ImportCodesAsync(more, by: by)).Report.Codes);
            codes.AddRange(more);
        }

        // One new code between two that are known: it alone is taken.
        private async Task AppendKnownAsync(int number, TestInstance by)
        {
            string next = CodeFileTests.Numbered(codes.Count + 1, 1).Single();
            CodePoolReport report = TestSale.Require(await sale.ImportCodesAsync([codes[0].ToLowerInvariant(), next, codes[number % codes.Count]], by: by)).Report;
            Assert.Equal(1, report.Codes);
            codes.Add(next);
        }

        private async Task LoseQueueAsync()
        {
            await sale.LoseAsync(sale.Keys.Queue);
            foreach (TestInstance instance in instances)
            {
                await sale.CheckBooksAsync(instance);
            }
        }

        private async Task CompareAsync()
        {
            Campaign row = await sale.RowAsync();
            Assert.Equal((_quantity, _returned, codes.Count), (row.Quantity, row.Returned, row.PoolSize));
            List<IssuanceRecord> issued = [.. (await sale.RowsAsync()).Where(r => r.Number is not null).OrderBy(r => r.Number)];
            Assert.Equal(codes.Take(issued.Count).Select((code, i) => (i + 1, code)), issued.Select(r => (r.Number!.Value, r.Code!)));
            Assert.True(row.Quantity + row.Returned <= row.PoolSize, "The sale may give more numbers than it has codes.");
            await SaleOracle.HoldsAsync(sale);
        }
    }
}
