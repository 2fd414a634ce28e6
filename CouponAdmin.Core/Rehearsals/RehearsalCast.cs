namespace CouponAdmin.Core.Rehearsals;

/// <summary>Who does what in a rehearsal, by the people that were asked for.</summary>
/// <param name="WarmUp">Go first, and measure nothing.</param>
/// <param name="Rush">Come all at once and are all admitted.</param>
/// <param name="Crowd">Come as the real crowd is expected to.</param>
/// <param name="CrowdWinners">Of those, the ones who find a coupon left: the share that the real sale has.</param>
/// <param name="SoldOut">Come all at once and find nothing left.</param>
public sealed record RehearsalCast(int WarmUp, int Rush, int Crowd, int CrowdWinners, int SoldOut)
{
    /// <summary>Slices in which a stretch's rate is measured.</summary>
    public const int Slices = 5;

    private const double WarmUpShare = 0.1;
    private const double RushShare = 0.45;
    private const double CrowdShare = 0.25;

    public int Quantity => WarmUp + Rush + CrowdWinners;

    public int People => WarmUp + Rush + Crowd + SoldOut;

    public static RehearsalCast Of(int people, SaleAhead sale)
    {
        ArgumentNullException.ThrowIfNull(sale);
        int warmUp = (int)(people * WarmUpShare), rush = (int)(people * RushShare), crowd = (int)(people * CrowdShare);
        return new RehearsalCast(warmUp, rush, crowd, (int)Math.Min(crowd, (long)crowd * sale.Quantity / sale.Crowd), people - warmUp - rush - crowd);
    }
}
