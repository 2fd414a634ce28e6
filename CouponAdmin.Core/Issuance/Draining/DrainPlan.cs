using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance.Pools;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Issuance.Draining;

/// <summary>Decides what each queued claim becomes. Admission has decided already; the plan refuses only where the fence must.</summary>
internal sealed class DrainPlan(Campaign campaign, StoreTime now, TimeSpan queueTtl, NumberedCodes codes)
{
    /// <summary>The rows of these claims, in the order of their tickets: numbers go on from <c>Issued + 1</c>, units from <c>Room</c>.</summary>
    /// <param name="attempt">For the codes; above 0 only for a claim whose code another member has.</param>
    public List<IssuanceRecord> RowsOf(IEnumerable<QueuedClaim> claims, int attempt = 0)
    {
        int room = campaign.Room;
        int number = campaign.Issued;
        List<IssuanceRecord> rows = [];
        foreach (QueuedClaim claim in claims)
        {
            ClaimStatus status = HasExpired(claim) ? ClaimStatus.QueueExpired : room > 0 ? ClaimStatus.Issued : ClaimStatus.Refused;
            bool isIssued = status == ClaimStatus.Issued;
            room -= isIssued ? 1 : 0;
            rows.Add(Row(claim, status, isIssued ? ++number : null, isIssued ? codes.Of(campaign.Key, number, claim.Member, attempt) : null));
        }

        return rows;
    }

    /// <summary>The row of a claim that can't be stored as issued: it keeps its unit, if there is one, until somebody decides.</summary>
    public IssuanceRecord Quarantine(QueuedClaim claim) => Row(claim, campaign.Room > 0 ? ClaimStatus.Quarantined : ClaimStatus.Refused, null, null);

    private bool HasExpired(QueuedClaim claim) => campaign.QueueTtlPolicy == QueueTtlPolicy.Expire && now - new StoreTime(claim.Ticket) > queueTtl;

    private IssuanceRecord Row(QueuedClaim claim, ClaimStatus status, int? number, string? code) => new()
    {
        CampaignId = campaign.Id,
        Ticket = claim.Ticket,
        Member = claim.Member,
        Status = status,
        Number = number,
        Code = code,
        RecordedAt = now,
    };
}
