using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Campaigns;

/// <summary>Removes a draft for good. No member ever saw it, so nothing hangs on it; the audit keeps what it said.</summary>
public sealed class DeleteDraft(IDbContextFactory<CouponDbContext> databases, CampaignCatalogue catalogue, StoreClock clock)
{
    /// <summary>Gives the draft as it was. Refused with <see cref="RefusalKind.WrongState"/> once published, or <see cref="RefusalKind.ChangedMeanwhile"/>.</summary>
    public async Task<Result<CampaignView>> ExecuteAsync(CampaignSeen seen, Actor by, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await CampaignLock.BySlugAsync(db, seen.Slug, cancellationToken) is not { } campaign)
        {
            return CampaignChange.Unknown(seen.Slug);
        }

        if (campaign.IsPublished || campaign.IsArchived)
        {
            return CampaignChange.WrongState(campaign.StateAt(clock.Now, remaining: null), "deleted");
        }

        if (!seen.Meets(campaign))
        {
            return Refusal.Changed(await catalogue.ViewAsync(campaign));
        }

        db.Remove(campaign);
        AuditTrail.Write(db, clock.Now, by, AuditAction.DeleteDraft, campaign.Slug, change: CampaignDraftWriter.Of(campaign));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return await catalogue.ViewAsync(campaign);
    }
}
