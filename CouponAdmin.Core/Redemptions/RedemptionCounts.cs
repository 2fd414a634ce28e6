using System.Diagnostics.Metrics;
using CouponAdmin.Core.Telemetry;

namespace CouponAdmin.Core.Redemptions;

/// <summary>Counts what became of the uses that were asked for.</summary>
internal static class RedemptionCounts
{
    private static readonly Counter<long> Redemptions = ProductMeter.Counter(ProductMetrics.Redemptions);

    public static void Count(RedemptionAnswer answer) => Count(answer switch
    {
        RedemptionAnswer.Done { IsRepeated: true } => "repeated",
        RedemptionAnswer.Done => "redeemed",
        RedemptionAnswer.Refused => "refused",
        RedemptionAnswer.KeyReused => "key-reused",
        RedemptionAnswer.Invalid => "invalid",
        _ => throw new System.Diagnostics.UnreachableException(),
    });

    public static void CountRolledBack() => Count("rolled-back");

    private static void Count(string outcome) => Redemptions.Add(1, new KeyValuePair<string, object?>(ProductMetrics.Outcome, outcome));
}
