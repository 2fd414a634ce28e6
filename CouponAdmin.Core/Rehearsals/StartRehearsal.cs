using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Rehearsals;

/// <summary>A rehearsal that may begin: its sale is in the database, and not in the store yet.</summary>
/// <param name="Id">Of the <see cref="SaleRehearsal"/>.</param>
/// <param name="Slug">The campaign that is rehearsed.</param>
/// <param name="Sale">What it sells.</param>
/// <param name="Ahead">The real sale as it stands now.</param>
public sealed record RehearsalTurn(long Id, string Slug, CampaignRef Sale, SaleAhead Ahead, RehearsalPlan Plan)
{
    public RehearsalCast Cast { get; } = RehearsalCast.Of(Plan.People!.Value, Ahead);
}

/// <summary>Takes the one turn for a rehearsal over all instances, and makes the sale that it sells.</summary>
public sealed class StartRehearsal(IDbContextFactory<CouponDbContext> databases, QuietMoment quiet, IssuanceOptions options, StoreClock clock)
{
    /// <summary>
    /// Refused with <see cref="RefusalKind.InvalidInput"/>, <see cref="RefusalKind.UnknownCampaign"/>, <see cref="RefusalKind.WrongState"/> unless it is a draft or scheduled,
    /// <see cref="RefusalKind.SaleNear"/>, or <see cref="RefusalKind.RehearsalUnderWay"/>.
    /// </summary>
    public async Task<Result<RehearsalTurn>> ExecuteAsync(string slug, RehearsalPlan plan, Actor by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        IReadOnlyList<FieldProblem> problems = RehearsalRules.Check(plan);
        if (problems.Count > 0)
        {
            return Refusal.Invalid(problems);
        }

        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Campaign>().AsNoTracking().SingleOrDefaultAsync(c => c.Slug == slug, cancellationToken) is not { } campaign)
        {
            return CampaignChange.Unknown(slug);
        }

        if (campaign.StateAt(clock.Now, remaining: null) is not (CampaignState.Draft or CampaignState.Scheduled) and var state)
        {
            return CampaignChange.WrongState(state, "rehearsed");
        }

        if (await quiet.FindSaleAsync(cancellationToken) is { } sale)
        {
            return SaleNear(sale);
        }

        return await TakeAsync(db, campaign, plan, by, cancellationToken);
    }

    private async Task<Result<RehearsalTurn>> TakeAsync(CouponDbContext db, Campaign campaign, RehearsalPlan plan, Actor by, CancellationToken cancellationToken)
    {
        SaleAhead ahead = new(
            campaign.Quantity, plan.Crowd!.Value, plan.Curve!.Value, TimeSpan.FromSeconds(plan.Seconds!.Value), campaign.QueueTtl ?? options.QueueTtl);
        StoreTime now = clock.Now;
        Campaign shadow = ShadowOf(campaign, RehearsalCast.Of(plan.People!.Value, ahead).Quantity, now);
        SaleRehearsal rehearsal = new()
        {
            CampaignId = campaign.Id,
            ShadowKey = shadow.Key,
            StartedBy = by.Name,
            Crowd = plan.Crowd.Value,
            Curve = plan.Curve.Value,
            Seconds = plan.Seconds.Value,
            People = plan.People.Value,
            Connections = plan.Connections!.Value,
            StartedAt = now,
            BeatAt = now,
        };
        db.AddRange(shadow, rehearsal);
        AuditTrail.Write(db, now, by, AuditAction.RehearseSale, campaign.Slug, change: new Rehearsed(rehearsal.Crowd, rehearsal.Curve.ToString(), rehearsal.Seconds, rehearsal.People, rehearsal.Connections));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (DataErrors.Is(e))
        {
            // The slug's unique index lets one in, whichever instance asks.
            return new Refusal(RefusalKind.RehearsalUnderWay, "A rehearsal is under way; there is one at a time over all instances.");
        }

        return new RehearsalTurn(rehearsal.Id, campaign.Slug, new CampaignRef(shadow.Id, shadow.Key, shadow.Slug, shadow.CouponValidDays, IsSealed: false), ahead, plan);
    }

    // Its window ends by itself: whatever becomes of this instance, nothing is admitted any more, and its keys then expire.
    private static Campaign ShadowOf(Campaign campaign, int quantity, StoreTime now) => new()
    {
        Key = Guid.NewGuid(),
        Slug = ShadowSale.Slug,
        Name = campaign.Name,
        Quantity = quantity,
        OpensAt = now,
        ClosesAt = now + RehearsalRules.LastsMax,
        BenefitKind = BenefitKind.Percent,
        BenefitValue = 1,
        CouponValidDays = 1,
        QueueTtlPolicy = QueueTtlPolicy.Honour,
        CreatedAt = now,
        IsPublished = true,
        Version = 1,
    };

    private sealed record Rehearsed(int Crowd, string Curve, int Seconds, int People, int Connections) : IAuditChange;

    private static Refusal SaleNear(string sale) => new(RefusalKind.SaleNear, $"The sale '{sale}' is open, or opens within {QuietMoment.Before.TotalMinutes} minutes.")
    {
        Bound = (long)QuietMoment.Before.TotalMinutes,
        Current = sale,
    };
}
