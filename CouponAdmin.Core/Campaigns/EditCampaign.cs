using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Campaigns;

/// <summary>Changes a draft. What is published is promised: only its quantity can change then, with a reason.</summary>
public sealed class EditCampaign(IDbContextFactory<CouponDbContext> databases, CampaignCatalogue catalogue, StoreClock clock)
{
    /// <summary>Refused with <see cref="RefusalKind.InvalidInput"/>, <see cref="RefusalKind.WrongState"/> once published, <see cref="RefusalKind.ChangedMeanwhile"/>, or <see cref="RefusalKind.SlugTaken"/>.</summary>
    public async Task<Result<CampaignView>> ExecuteAsync(CampaignSeen seen, CampaignDraft draft, Actor by, CancellationToken cancellationToken)
    {
        IReadOnlyList<FieldProblem> problems = CampaignDraftRules.Check(draft, clock.Now.ToDateTimeOffset());
        if (problems.Count > 0)
        {
            return Refusal.Invalid(problems);
        }

        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await CampaignLock.BySlugAsync(db, seen.Slug, cancellationToken) is not { } campaign)
        {
            return CampaignChange.Unknown(seen.Slug);
        }

        if (campaign.IsPublished || campaign.IsArchived)
        {
            return CampaignChange.WrongState(campaign.StateAt(clock.Now, remaining: null), "edited");
        }

        if (!seen.Meets(campaign))
        {
            return Refusal.Changed(await catalogue.ViewAsync(campaign));
        }

        if (PoolBound.OfEdit(campaign, draft.Quantity).ToList() is { Count: > 0 } tooFew)
        {
            return Refusal.Invalid(tooFew);
        }

        if (draft.Slug != campaign.Slug && await db.Set<Campaign>().AnyAsync(c => c.Slug == draft.Slug, cancellationToken))
        {
            return CreateCampaign.SlugTaken(draft.Slug!);
        }

        CampaignDraft before = CampaignDraftWriter.Of(campaign);
        CampaignDraftWriter.Apply(draft, campaign);
        campaign.ChangedAt = clock.Now;
        AuditTrail.Write(db, clock.Now, by, AuditAction.EditCampaign, seen.Slug, change: new Changed<CampaignDraft>(before, CampaignDraftWriter.Of(campaign)));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (DataErrors.Is(e))
        {
            // Another campaign took the slug after the look: of a checked draft's values only that one can still be refused.
            return CreateCampaign.SlugTaken(draft.Slug!);
        }

        return await catalogue.ViewAsync(campaign);
    }
}
