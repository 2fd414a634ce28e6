using System.Diagnostics;
using System.Globalization;
using System.Net;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Faults;

/// <summary>One sale a round: in the middle of its rush the master changes, everybody asks again, and the oracle looks.</summary>
internal sealed class FailOverRounds(FaultRig rig, FaultPlan plan)
{
    private const int Quantity = 300;
    private const int Crowd = 400;

    /// <summary>Acknowledged before the fault at least, so that there is something to lose.</summary>
    private const int AcknowledgedMin = 60;

    private int _acknowledged;
    private int _sentAway;
    private TimeSpan _slowest;

    /// <summary>The broken promises of all rounds, as the oracle says them.</summary>
    public List<string> Broken { get; } = [];

    public string Measured => string.Create(
        CultureInfo.InvariantCulture,
        $"{_acknowledged} acknowledged, {_sentAway} told to come back, {Broken.Count} broken; claims served again at most {_slowest.TotalSeconds:0.0} s after the new master was there");

    /// <param name="lag">How far the replicas are behind.</param>
    public async Task RunAsync(Func<Task> failOver, TimeSpan lag)
    {
        await ObserveAsync(failOver, lag);
        Assert.True(Broken.Count == 0, $"{Broken.Count} promises are broken:\n{string.Join('\n', Broken.Take(20))}\n{rig.Instances[0].Output}");
    }

    /// <summary>The same without a judgement.</summary>
    public async Task ObserveAsync(Func<Task> failOver, TimeSpan lag)
    {
        for (int round = 0; round < plan.Count; round++)
        {
            FaultedSale sale = await rig.OpenSaleAsync(Quantity);
            string[] members = [.. TestMembers.Take(Crowd)];
            await rig.Replicated.AimAsync(await sale.QueueKeyAsync());
            rig.Replicated.Lag = lag;
            try
            {
                Task rush = sale.RushAsync(members, i => i % rig.Instances.Count);
                await Task.WhenAny(rush, sale.History.ReachesAsync(plan.Random.Next(AcknowledgedMin, Quantity)));
                await failOver();
                long there = Stopwatch.GetTimestamp();
                await rush;
                await Task.WhenAll(sale.InsistAsync(members), NoteServedAsync(sale, there));
            }
            finally
            {
                await rig.Replicated.RestoreAsync();
            }

            SaleEvidence evidence = await sale.EvidenceAsync();
            Broken.AddRange(PromiseOracle.Broken(evidence));
            _acknowledged += evidence.History.Acknowledged.Select(a => a.Member).Distinct(StringComparer.Ordinal).Count();
            _sentAway += evidence.History.Attempts.Count(a => a.Status == HttpStatusCode.ServiceUnavailable);
        }
    }

    // Until each instance has answered somebody for certain.
    private async Task NoteServedAsync(FaultedSale sale, long there)
    {
        for (int instance = 0; instance < rig.Instances.Count; instance++)
        {
            int asked = instance;
            await Eventually.HoldsAsync(
                () => sale.AskAsync(TestMembers.Name(Crowd + 1 + asked), asked),
                a => a.Status is not (null or HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests), FaultedSale.SettledWithin, () => rig.Instances[asked].Output);
        }

        TimeSpan took = Stopwatch.GetElapsedTime(there);
        _slowest = took > _slowest ? took : _slowest;
    }
}
