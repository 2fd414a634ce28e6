using System.Diagnostics;
using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;

namespace CouponAdmin.Core.Campaigns;

/// <summary>Warms a published campaign at an operator's wish, and says what the cache holds against the database.</summary>
public sealed class WarmCampaign(
    IDbContextFactory<CouponDbContext> databases, ICampaignWarmer warmer, CampaignFacts facts, CampaignCatalogue catalogue, StoreClock clock)
{
    /// <summary>Refused with <see cref="RefusalKind.WrongState"/> for a draft, and for a campaign that is over and drained.</summary>
    public async Task<Result<WarmReport>> ExecuteAsync(string slug, Actor by, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        Campaign? campaign = await db.Set<Campaign>().AsNoTracking().SingleOrDefaultAsync(c => c.Slug == slug, cancellationToken);
        if (campaign is null)
        {
            return CampaignChange.Unknown(slug);
        }

        if (!campaign.IsPublished || campaign.IsArchived || campaign.SealedAt is not null)
        {
            return CampaignChange.WrongState(campaign.StateAt(clock.Now, remaining: null), "warmed");
        }

        try
        {
            WarmOutcome outcome = await warmer.WarmAsync(campaign.Id, cancellationToken);
            AuditTrail.Write(db, clock.Now, by, AuditAction.WarmCampaign, slug, change: outcome);
            await db.SaveChangesAsync(cancellationToken);
            CampaignCounts counts = await facts.ReadAsync(campaign.Key);
            int recorded = await db.Set<Campaign>().Where(c => c.Id == campaign.Id).Select(c => c.Recorded).SingleAsync(cancellationToken);
            CampaignView view = (await catalogue.FindAsync(slug, cancellationToken))!;
            return new WarmReport(
                view, outcome.RowsLoaded, recorded, counts.Admitted, counts.Admitted - recorded, counts.FactsVersion, Stopwatch.GetElapsedTime(started));
        }
        catch (Exception e) when (Outage.Is(e))
        {
            return new Refusal(RefusalKind.StoreUnavailable, "The store doesn't answer, so the campaign is not warm yet. Ask again.");
        }
    }
}
