using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance.Books;
using CouponAdmin.Core.Issuance.FailOver;
using CouponAdmin.Core.Store;

namespace CouponAdmin.Core.Issuance.Admitting;

/// <summary>Gets a member's admission: "sold out" from memory where that is certain, everything else from the store.</summary>
internal sealed class Admitter(ClaimBatchers batchers, SoldOutMemory soldOut, WarmOnce warm, StoreGate gate, FailOverRecovery failOver)
{
    /// <summary>Asks once. <see cref="ClaimKind.NotWarm"/> and <see cref="ClaimKind.Lost"/> are worth warming and asking again.</summary>
    public ValueTask<Admission> AskAsync(CampaignRef campaign, string member, ClaimDeadline deadline) =>
        !gate.IsServing ? new(new Admission(ClaimKind.Unknown))
        : soldOut.Refuses(campaign.Key, member) && failOver.IsServed(campaign.Key) ? new(new Admission(ClaimKind.SoldOut))
        : batchers.Of(campaign).AskAsync(member, deadline);

    /// <summary>Brings the campaign to the store, once for all who ask; false when that failed or took too long.</summary>
    public Task<bool> WarmAsync(CampaignRef campaign, ClaimDeadline deadline, CancellationToken cancellationToken) =>
        warm.TryAsync(campaign, deadline.Left, cancellationToken);
}
