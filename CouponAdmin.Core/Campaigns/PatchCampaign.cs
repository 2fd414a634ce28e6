using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Campaigns;

/// <summary>Changes some fields of a campaign: of a draft any; of what is published its texts alone, as everything else was promised.</summary>
public sealed class PatchCampaign(IDbContextFactory<CouponDbContext> databases, CampaignCatalogue catalogue, StoreClock clock)
{
    /// <summary>Fields that are fixed once published, by their names in the interface. Name, description, terms and the words of a gift are not among them.</summary>
    private static readonly (string Name, Func<CampaignDraft, object?> Value)[] FixedFields =
    [
        ("slug", d => d.Slug), ("quantity", d => d.Quantity), ("opensAt", d => d.OpensAt), ("closesAt", d => d.ClosesAt), ("couponValidDays", d => d.CouponValidDays),
        ("queueTtlSeconds", d => d.QueueTtlSeconds), ("queueTtlPolicy", d => d.QueueTtlPolicy), ("benefit.kind", d => d.Benefit?.Kind), ("benefit.value", d => d.Benefit?.Value),
        ("benefit.currency", d => d.Benefit?.Currency), ("benefit.maximum", d => d.Benefit?.Maximum), ("benefit.minimumOrder", d => d.Benefit?.MinimumOrder),
    ];

    /// <summary>
    /// Refused with <see cref="RefusalKind.InvalidInput"/>, <see cref="RefusalKind.WrongState"/> when archived, <see cref="RefusalKind.ChangedMeanwhile"/>, or
    /// <see cref="RefusalKind.SlugTaken"/>.
    /// </summary>
    /// <param name="seen">Which campaign, and in which version it was seen.</param>
    /// <param name="patch">Makes of the values of now what they shall be.</param>
    public async Task<Result<CampaignView>> ExecuteAsync(CampaignSeen seen, Func<CampaignDraft, CampaignDraft> patch, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(patch);
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await CampaignLock.BySlugAsync(db, seen.Slug, cancellationToken) is not { } campaign)
        {
            return CampaignChange.Unknown(seen.Slug);
        }

        if (campaign.IsArchived)
        {
            return CampaignChange.WrongState(CampaignState.Archived, "edited");
        }

        if (!seen.Meets(campaign))
        {
            return Refusal.Changed(await catalogue.ViewAsync(campaign));
        }

        CampaignDraft before = CampaignDraftWriter.Of(campaign);
        CampaignDraft after = patch(before);
        if (ProblemsOf(campaign, before, after) is { Count: > 0 } problems)
        {
            return Refusal.Invalid(problems);
        }

        if (after.Slug != campaign.Slug && await db.Set<Campaign>().AnyAsync(c => c.Slug == after.Slug, cancellationToken))
        {
            return CreateCampaign.SlugTaken(after.Slug!);
        }

        return await SaveAsync(db, campaign, before, after, by, () => transaction.CommitAsync(cancellationToken), cancellationToken)
            ? await catalogue.ViewAsync(campaign)
            : CreateCampaign.SlugTaken(after.Slug!);
    }

    private async Task<bool> SaveAsync(
        CouponDbContext db, Campaign campaign, CampaignDraft before, CampaignDraft after, Actor by, Func<Task> commit, CancellationToken cancellationToken)
    {
        CampaignDraftWriter.Apply(after, campaign);
        CampaignDraft written = CampaignDraftWriter.Of(campaign);
        if (written == before)
        {
            return true;
        }

        campaign.ChangedAt = clock.Now;
        AuditTrail.Write(
            db, clock.Now, by, campaign.IsPublished ? AuditAction.EditTexts : AuditAction.EditCampaign, before.Slug!, change: new Changed<CampaignDraft>(before, written));
        CampaignChange.Tell(db, campaign, AuditAction.EditTexts, clock.Now);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            await commit();
            return true;
        }
        catch (DbUpdateException e) when (DataErrors.Is(e))
        {
            // Another campaign took the slug after the look: of checked values only that one can still be refused.
            return false;
        }
    }

    private IReadOnlyList<FieldProblem> ProblemsOf(Campaign campaign, CampaignDraft before, CampaignDraft after) => campaign.IsPublished
        ?
        [
            .. FixedFields.Where(field => !Equals(field.Value(before), field.Value(after))).Select(field => new FieldProblem(field.Name, FieldRule.FixedOncePublished)),
            .. CampaignDraftRules.CheckTexts(after),
        ]
        : [.. CampaignDraftRules.Check(after, clock.Now.ToDateTimeOffset()), .. PoolBound.OfEdit(campaign, after.Quantity)];
}
