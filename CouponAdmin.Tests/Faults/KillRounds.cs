using System.Globalization;
using System.Net;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Faults;

/// <summary>One sale a round: in the middle of its rush something is killed and started again, everybody asks again, and the oracle looks.</summary>
internal sealed class KillRounds(FaultRig rig, FaultPlan plan)
{
    // Sales where most get one, and sales with fifty times the demand; the largest comes only in the long form.
    private static readonly (int Quantity, int Crowd)[] Sales = [(150, 200), (10, 500), (1, 50), (150, 200), (100, 5_000)];

    private int _acknowledged;
    private int _unanswered;
    private int _sentAway;

    public string Measured => string.Create(CultureInfo.InvariantCulture, $"{_acknowledged} acknowledged, {_unanswered} unanswered, {_sentAway} told to come back, 0 lost");

    public async Task RunAsync(Func<Random, Task> killAndStartAgain)
    {
        for (int round = 0; round < plan.Count; round++)
        {
            (int quantity, int crowd) = Sales[round % Sales.Length];
            FaultedSale sale = await rig.OpenSaleAsync(quantity);
            string[] members = [.. TestMembers.Take(crowd)];
            int killAfter = plan.Random.Next(1, crowd);
            int shift = plan.Random.Next(rig.Instances.Count);
            Task rush = sale.RushAsync(members, i => (i + shift) % rig.Instances.Count);
            await Task.WhenAny(rush, sale.History.ReachesAsync(killAfter));
            await killAndStartAgain(plan.Random);
            await rush;
            await sale.InsistAsync(members);

            SaleEvidence evidence = await sale.HoldsAsync();
            Assert.Equal(quantity, evidence.Books.Issued);
            _acknowledged += evidence.History.Acknowledged.Count;
            _unanswered += evidence.History.Unanswered;
            _sentAway += evidence.History.Attempts.Count(a => a.Status == HttpStatusCode.ServiceUnavailable);
        }
    }
}
