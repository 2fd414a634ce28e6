using CouponAdmin.Core.Results;
using CouponAdmin.Tests.Fixtures;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Faults;

/// <summary>kill -9 of the product on the embedded default, and so of its store: no acknowledged claim is lost and none is doubled (P1, P2 in mode E; P4–P7, P14).</summary>
[Collection(EmbeddedInstance.Name)]
public sealed class KilledProcessTests(EmbeddedFixture embedded, ITestOutputHelper output)
{
    private static readonly TimeSpan DiesWithin = TimeSpan.FromSeconds(60);

    /// <summary>Deaths in the suite: the steps behind a write. The long form takes all.</summary>
    private const int StepsInTheSuite = 3;

    /// <summary>The crash points; a claim's come after some claims were answered, so that there is something to lose.</summary>
    private static readonly string[] Steps =
    [
        $"{FailPoint.ClaimAfterScript}@4", FailPoint.DrainBeforeCommit, FailPoint.DrainAfterCommit, FailPoint.DrainAfterPublish,
        FailPoint.DrainAfterWatermark, FailPoint.DrainInTransaction, FailPoint.DrainAfterRead, $"{FailPoint.ClaimBeforeScript}@4",
    ];

    [Fact]
    public async Task Product_WhenKilledInTheRushAgainAndAgain_LosesAndDoublesNothing()
    {
        FaultPlan plan = FaultPlan.Of(few: 1);
        FaultRig rig = embedded.Rig;
        AppProcess app = rig.Instances[0];
        FaultedSale listed = await rig.OpenSaleAsync(quantity: 10);
        await listed.ListAsync(["a", "b"]);
        KillRounds rounds = new(rig, plan);
        await rounds.RunAsync(async _ =>
        {
            await app.KillAsync();
            await app.StartAgainAsync();
            await app.WaitUntilReadyAsync();

            // Who may claim in another sale was in the same store.
            Assert.Equal("not-eligible", (await listed.AskForCertainAsync("a stranger", _ => 0)).Code);
            Assert.NotNull((await listed.AskForCertainAsync("a", _ => 0)).Ticket);
        });
        await listed.HoldsAsync();
        plan.Report(output, "P1", "kill -9 of the instance and its embedded store", rounds.Measured);
    }

    /// <summary>A crash at each step of a claim and of a drain: the process ends itself there, is started again with the next, and at last with none.</summary>
    [Fact]
    public async Task Product_WhenItDiesAtEachStepInTurn_RepeatsItWithoutHarm()
    {
        const int UnitsPerDeath = 50;
        FaultPlan plan = FaultPlan.Of(few: StepsInTheSuite);

        // A sale that is sold out comes by no step: what is asked for while one step is reached must never use up the units.
        int quantity = plan.Count * UnitsPerDeath;
        FaultRig rig = embedded.Rig;
        AppProcess app = rig.Instances[0];
        FaultedSale sale = await rig.OpenSaleAsync(quantity);
        int asked = 0;
        for (int death = 0; death < plan.Count; death++)
        {
            await app.KillAsync();
            app.Set(FailPoint.Variable, Steps[death % Steps.Length]);
            await app.StartAgainAsync();

            // Until it is up nobody answers; once it is, the next claim or its drain comes by the step.
            await Eventually.HoldsAsync(
                async () =>
                {
                    await sale.AskAsync(TestMembers.Name(++asked), 0);
                    return app.HasExited;
                },
                exited => exited,
                DiesWithin);
        }

        await app.StartAgainAsync(without: FailPoint.Variable);
        await app.WaitUntilReadyAsync();
        await sale.InsistAsync([.. TestMembers.Take(asked).Concat(TestMembers.Take(quantity, from: asked + 1))]);
        SaleEvidence evidence = await sale.HoldsAsync();
        Assert.Equal(quantity, evidence.Books.Issued);
        plan.Report(output, "P1", "death at each crash point, embedded", $"{evidence.History.Acknowledged.Count} acknowledged, 0 lost");
    }
}

/// <summary>One instance with its embedded store, for the tests of the collection one after another: each leaves it running.</summary>
[CollectionDefinition(Name)]
public sealed class EmbeddedInstance : ICollectionFixture<EmbeddedFixture>
{
    public const string Name = "embedded instance";
}

public sealed class EmbeddedFixture : IAsyncLifetime
{
    internal FaultRig Rig { get; private set; } = null!;

    public async Task InitializeAsync() => Rig = await FaultRig.StartAsync(FaultMode.Embedded);

    public async Task DisposeAsync() => await Rig.DisposeAsync();
}
