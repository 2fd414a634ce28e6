namespace CouponAdmin.Core.Rehearsals;

/// <summary>A sale that is still to come.</summary>
/// <param name="Quantity">Coupons.</param>
/// <param name="Crowd">People who come; each asks once.</param>
/// <param name="Curve">How they come.</param>
/// <param name="Over">From the first of them to the last.</param>
/// <param name="QueueTtl">How long a claim may wait to be recorded.</param>
public sealed record SaleAhead(int Quantity, int Crowd, ArrivalCurve Curve, TimeSpan Over, TimeSpan QueueTtl);

/// <summary>How fast an installation is: each a second.</summary>
/// <param name="Admissions">Claims that are admitted and answered.</param>
/// <param name="SoldOut">Answers "sold out".</param>
/// <param name="Records">Coupons that are written.</param>
/// <param name="Answer">What an answer takes when nobody waits.</param>
/// <param name="Record">What a coupon takes when nobody waits.</param>
public readonly record struct SaleRates(double Admissions, double SoldOut, double Records, TimeSpan Answer, TimeSpan Record);

/// <summary>How a sale goes.</summary>
/// <param name="SoldOutAfter">From the opening to the admission that takes the last coupon; null: coupons are left.</param>
/// <param name="LastAnswer">From the opening until the last person has an answer.</param>
/// <param name="LastCoupon">From the opening until the last coupon is recorded, which is when its member is told.</param>
/// <param name="LongestAnswer">The longest that anybody waits for an answer.</param>
/// <param name="LongestWait">The longest from a ticket to its coupon.</param>
/// <param name="QueueShare">That, as a share of the queue's time to live.</param>
public sealed record SaleOutlook(TimeSpan? SoldOutAfter, TimeSpan LastAnswer, TimeSpan LastCoupon, TimeSpan LongestAnswer, TimeSpan LongestWait, double QueueShare);

/// <summary>Plays a sale through: people come by the curve, queue for an entrance of a certain rate in order of arrival, and their coupons queue for the drain.</summary>
/// <remarks>
/// Each station ends a claim at <c>max(arrival + service, end of the one before + service)</c>, which is exact for one server that works in order.
/// A large crowd is played in <see cref="StepsMax"/> equal groups, whose members are taken to come and go together: the error is a group's own service time.
/// </remarks>
public static class SaleModel
{
    /// <summary>Groups that a crowd is played in at most; up to here each person is played.</summary>
    public const int StepsMax = 20_000;

    /// <exception cref="ArgumentOutOfRangeException">A rate is not above 0, or nobody comes.</exception>
    public static SaleOutlook Play(SaleAhead sale, SaleRates rates)
    {
        ArgumentNullException.ThrowIfNull(sale);
        if (sale.Crowd < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(sale), sale.Crowd, "Somebody must come.");
        }

        if (rates.Admissions <= 0 || rates.SoldOut <= 0 || rates.Records <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(rates), rates, "Each rate must be above 0.");
        }

        int steps = Math.Min(sale.Crowd, StepsMax);
        double answered = 0, recorded = 0, longestAnswer = 0, longestWait = 0, before = 0;
        double? soldOut = null;
        for (int step = 0; step < steps; step++)
        {
            double until = sale.Crowd * (step + 1.0) / steps;
            double comes = Arrivals.Moment(sale.Curve, (step + 0.5) / steps, sale.Over).TotalSeconds;
            double winners = Math.Max(0, Math.Min(until, sale.Quantity) - before);
            double admitted = winners > 0 ? Math.Max(comes + (1 / rates.Admissions), answered + (winners / rates.Admissions)) : answered;
            double losers = until - before - winners;
            answered = losers > 0 ? Math.Max(comes + (1 / rates.SoldOut), admitted + (losers / rates.SoldOut)) : admitted;
            longestAnswer = Math.Max(longestAnswer, answered - comes);
            if (winners > 0)
            {
                recorded = Math.Max(admitted + (1 / rates.Records), recorded + (winners / rates.Records));
                longestWait = Math.Max(longestWait, recorded - admitted);
                soldOut = until >= sale.Quantity ? admitted : null;
            }

            before = until;
        }

        TimeSpan wait = TimeSpan.FromSeconds(longestWait) + rates.Record;
        return new SaleOutlook(
            soldOut is { } at ? TimeSpan.FromSeconds(at) : null, TimeSpan.FromSeconds(answered) + rates.Answer, TimeSpan.FromSeconds(recorded) + rates.Record,
            TimeSpan.FromSeconds(longestAnswer) + rates.Answer, wait, wait / sale.QueueTtl);
    }
}
