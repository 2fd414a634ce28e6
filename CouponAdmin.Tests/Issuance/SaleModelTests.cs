using CouponAdmin.Tests.Fixtures;
using CsCheck;

namespace CouponAdmin.Tests.Issuance;

/// <summary>Random sales against a plain model. A failure prints the seed and the shortest sale that shows it: set <c>CsCheck_Seed</c> to see it again.</summary>
public sealed class SaleModelTests
{
    private const int Sales = 25;

    // Claims and drains are what mostly happens; closing ends most of what can happen, so it is rare.
    private static readonly Gen<SaleStep> Steps = Gen.Frequency(
        (10, Gen.Const(SaleStep.Claim)), (5, Gen.Const(SaleStep.ClaimAtOnce)), (6, Gen.Const(SaleStep.Drain)),
        (1, Gen.Const(SaleStep.Pause)), (2, Gen.Const(SaleStep.Resume)), (2, Gen.Const(SaleStep.Raise)), (2, Gen.Const(SaleStep.Lower)),
        (2, Gen.Const(SaleStep.RevokeAndReturn)), (1, Gen.Const(SaleStep.RevokeAndKeep)), (1, Gen.Const(SaleStep.LoseFacts)),
        (3, Gen.Const(SaleStep.ReplaceList)), (1, Gen.Const(SaleStep.RemoveList)), (1, Gen.Const(SaleStep.LoseList)),
        (1, Gen.Const(SaleStep.LoseQueue)), (1, Gen.Const(SaleStep.LoseAll)));

    private static readonly Gen<(SaleStep Step, int Number, int Instance)[]> Lives = Gen.Select(
        Gen.Select(Steps, Gen.Int[1, 12], Gen.Int[0, 1]).Array[5, 30],
        Gen.Select(Gen.Frequency((1, Gen.Const(SaleStep.Close)), (3, Steps)), Gen.Int[1, 12], Gen.Int[0, 1]).Array[0, 8],
        (open, end) => (ValueTuple<SaleStep, int, int>[])[.. open, .. end]);

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public Task Sale_WhenAnythingHappensInAnyOrder_AgreesWithTheModel(StoreKind store) =>
        Gen.Select(Gen.Int[1, 12], Lives).SampleAsync(
            async (quantity, steps) =>
            {
                await using TestSale sale = await TestSale.OpenAsync(store, quantity);
                SaleSteps life = new(sale, new SaleModel(quantity), [sale.First, await sale.AddInstanceAsync()]);
                foreach ((SaleStep step, int number, int instance) in steps)
                {
                    await life.TakeAsync(step, number, instance);
                }
            },
            iter: Sales,
            threads: 1,
            print: sale => $"{sale.Item1} coupons: {string.Join(", ", sale.Item2.Select(s => $"{s.Step} {s.Number} by {s.Instance}"))}");
}
