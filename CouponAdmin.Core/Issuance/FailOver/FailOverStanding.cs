using CouponAdmin.Core.Issuance.Notices;

namespace CouponAdmin.Core.Issuance.FailOver;

/// <summary>What fail-overs of the store have cost, by this instance since its start.</summary>
/// <param name="Seen">Campaigns that another server of the store took over.</param>
/// <param name="Readmitted">Acknowledged claims that the server missed and that were put back.</param>
/// <param name="Lost">Waiting members who were told that their claim is lost.</param>
/// <param name="Remembered">Acknowledged claims that are remembered until their row is there.</param>
/// <param name="RememberedMax">As many as can be.</param>
/// <param name="IsFull">Newer claims are not remembered: a fail-over may lose them.</param>
public sealed record FailOverFacts(long Seen, long Readmitted, long Lost, int Remembered, int RememberedMax, bool IsFull);

/// <summary>Reads <see cref="FailOverFacts"/>, from memory.</summary>
public sealed class FailOverStanding
{
    private readonly FailOverRecovery _recovery;
    private readonly AcknowledgedClaims _acknowledged;
    private readonly LostTickets _lost;

    internal FailOverStanding(FailOverRecovery recovery, AcknowledgedClaims acknowledged, LostTickets lost) =>
        (_recovery, _acknowledged, _lost) = (recovery, acknowledged, lost);

    public FailOverFacts Read() =>
        new(_recovery.Seen, _recovery.Readmitted, _lost.Told, _acknowledged.Count, AcknowledgedClaims.ClaimsMax, _acknowledged.IsFull);
}
