using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Campaigns;

/// <summary>Makes a draft: nobody but operators sees it, and everything about it can still be changed.</summary>
public sealed class CreateCampaign(IDbContextFactory<CouponDbContext> databases, CampaignCatalogue catalogue, StoreClock clock)
{
    /// <summary>Refused with <see cref="RefusalKind.InvalidInput"/> (all broken fields at once) or <see cref="RefusalKind.SlugTaken"/>.</summary>
    public async Task<Result<CampaignView>> ExecuteAsync(CampaignDraft draft, Actor by, CancellationToken cancellationToken)
    {
        IReadOnlyList<FieldProblem> problems = CampaignDraftRules.Check(draft, clock.Now.ToDateTimeOffset());
        if (problems.Count > 0)
        {
            return Refusal.Invalid(problems);
        }

        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        if (await SlugIsTakenAsync(db, draft.Slug!, cancellationToken))
        {
            return SlugTaken(draft.Slug!);
        }

        Campaign campaign = new() { Key = Guid.NewGuid(), Slug = draft.Slug!, Name = draft.Name!, CreatedAt = clock.Now, Version = 1 };
        CampaignDraftWriter.Apply(draft, campaign);
        db.Add(campaign);
        AuditTrail.Write(db, clock.Now, by, AuditAction.CreateCampaign, campaign.Slug, change: draft with { QueueTtlPolicy = campaign.QueueTtlPolicy });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Two operators may send the same slug at once: the unique index lets one through, whatever both have read before.
            db.ChangeTracker.Clear();
            if (await SlugIsTakenAsync(db, draft.Slug!, cancellationToken))
            {
                return SlugTaken(draft.Slug!);
            }

            throw;
        }

        return await catalogue.ViewAsync(campaign);
    }

    private static Task<bool> SlugIsTakenAsync(CouponDbContext db, string slug, CancellationToken cancellationToken) =>
        db.Set<Campaign>().AnyAsync(c => c.Slug == slug, cancellationToken);

    internal static Refusal SlugTaken(string slug) => new(RefusalKind.SlugTaken, $"Another campaign has the slug '{slug}'.");
}
