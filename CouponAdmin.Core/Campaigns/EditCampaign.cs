using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Campaigns;

/// <summary>Changes a draft. What is published is promised: only its quantity can change then, with a reason.</summary>
public sealed class EditCampaign(IDbContextFactory<CouponDbContext> databases, CampaignCatalogue catalogue, StoreClock clock)
{
    /// <summary>Refused with <see cref="RefusalKind.InvalidInput"/>, <see cref="RefusalKind.WrongState"/> once published, or <see cref="RefusalKind.SlugTaken"/>.</summary>
    public async Task<Result<CampaignView>> ExecuteAsync(string slug, CampaignDraft draft, Actor by, CancellationToken cancellationToken)
    {
        IReadOnlyList<FieldProblem> problems = CampaignDraftRules.Check(draft, clock.Now.ToDateTimeOffset());
        if (problems.Count > 0)
        {
            return Refusal.Invalid(problems);
        }

        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await CampaignLock.BySlugAsync(db, slug, cancellationToken) is not { } campaign)
        {
            return CampaignChange.Unknown(slug);
        }

        if (campaign.IsPublished || campaign.IsArchived)
        {
            return CampaignChange.WrongState(campaign.StateAt(clock.Now, remaining: null), "edited");
        }

        if (draft.Slug != slug && await db.Set<Campaign>().AnyAsync(c => c.Slug == draft.Slug, cancellationToken))
        {
            return CreateCampaign.SlugTaken(draft.Slug!);
        }

        CampaignDraft before = CampaignDraftWriter.Of(campaign);
        CampaignDraftWriter.Apply(draft, campaign);
        AuditTrail.Write(db, clock.Now, by, "edit-campaign", slug, change: new { before, after = CampaignDraftWriter.Of(campaign) });
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
