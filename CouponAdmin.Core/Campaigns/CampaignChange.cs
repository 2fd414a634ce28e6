using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Events;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Campaigns;

/// <summary>What an operator's act does to a campaign's row: gives the refusal, or null when it changed the row.</summary>
internal delegate ValueTask<Refusal?> CampaignStep(Campaign campaign, StoreTime now);

/// <summary>A step that changes other rows with the campaign's, in its transaction.</summary>
internal delegate ValueTask<Refusal?> CampaignRowsStep(CouponDbContext db, Campaign campaign, StoreTime now);

/// <summary>One operator's act: locks the row, lets the act decide, writes the audit entry, raises the version, commits; then the store's facts.</summary>
/// <remarks>Database first, then facts: a crash or an outage between leaves the store with older facts, which the next books check renews.</remarks>
public sealed class CampaignChange(
    IDbContextFactory<CouponDbContext> databases, CampaignFacts facts, CampaignCatalogue catalogue, StoreClock clock)
{
    internal Task<Result<CampaignView>> RunAsync(
        CampaignSeen seen, Actor by, AuditAction action, string? reason, CampaignStep act, CancellationToken cancellationToken) =>
        RunAsync(seen, by, action, reason, (_, campaign, now) => act(campaign, now), cancellationToken);

    internal async Task<Result<CampaignView>> RunAsync(
        CampaignSeen seen, Actor by, AuditAction action, string? reason, CampaignRowsStep act, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await CampaignLock.BySlugAsync(db, seen.Slug, cancellationToken) is not { } campaign)
        {
            return Unknown(seen.Slug);
        }

        if (!seen.Meets(campaign))
        {
            return Refusal.Changed(await catalogue.ViewAsync(campaign));
        }

        CampaignStanding before = CampaignStanding.Of(campaign);
        if (await act(db, campaign, clock.Now) is { } refusal)
        {
            return refusal;
        }

        campaign.Version++;
        campaign.ChangedAt = clock.Now;
        AuditTrail.Write(db, clock.Now, by, action, campaign.Slug, reason, new Changed<CampaignStanding>(before, CampaignStanding.Of(campaign)));
        Tell(db, campaign, action, clock.Now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        // Committed: whatever happens from here on is no refusal.
        bool isInForce = await facts.TryPutOnSaleAsync(campaign.Id);
        return Result<CampaignView>.Saved(await catalogue.ViewAsync(campaign), isInForce);
    }

    // A draft is nobody's business yet.
    internal static void Tell(CouponDbContext db, Campaign campaign, AuditAction action, StoreTime at)
    {
        if (campaign.IsPublished)
        {
            EventChange change = new(
                AuditActions.NameOf(action), campaign.Name, campaign.Quantity, campaign.OpensAt.ToDateTimeOffset(), campaign.ClosesAt.ToDateTimeOffset(),
                campaign.IsPaused, campaign.IsClosed, campaign.IsArchived);
            EventTrail.Write(db, EventKind.CampaignChanged, campaign.Id, campaign.Issued, at, new EventDetail { Change = change });
        }
    }

    internal static Refusal Unknown(string slug) => new(RefusalKind.UnknownCampaign, $"There is no campaign '{slug}'.");

    internal static Refusal WrongState(CampaignState state, string act) =>
        new(RefusalKind.WrongState, $"A campaign that is {state.ToString().ToLowerInvariant()} can't be {act}.");
}

/// <summary>What acts change of a published campaign, as the audit keeps it.</summary>
internal sealed record CampaignStanding(
    int Quantity, bool IsPublished, bool IsPaused, bool IsClosed, bool AsksProof, bool IsArchived, string Name, StoreTime OpensAt, StoreTime ClosesAt,
    int? ListedMembers, int? PoolCodes) : IAuditChange
{
    public static CampaignStanding Of(Campaign c) => new(c.Quantity, c.IsPublished, c.IsPaused, c.IsClosed, c.AsksProof, c.IsArchived, c.Name, c.OpensAt, c.ClosesAt, c.MemberListKey is null ? null : c.MemberListSize, c.HasPool ? c.PoolSize : null);
}
