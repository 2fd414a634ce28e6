using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance.Draining;
using CouponAdmin.Core.Issuance.Notices;
using CouponAdmin.Core.Issuance.Pools;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance.Quarantine;

/// <summary>A quarantined claim, as operators see it.</summary>
/// <param name="Reason">The database's own code.</param>
public sealed record QuarantinedView(long Ticket, string Member, string Reason, DateTimeOffset ClaimedAt, DateTimeOffset QuarantinedAt);

/// <summary>One page of quarantined claims, by ticket.</summary>
/// <param name="Items">At most the asked-for limit.</param>
/// <param name="Next">Pass as <c>after</c> for the next page; null on the last.</param>
public sealed record QuarantinedPage(IReadOnlyList<QuarantinedView> Items, long? Next);

/// <summary>What an operator does with a claim that could not be stored: try again once the cause is mended, or give its unit up.</summary>
public sealed class DecideQuarantined
{
    /// <summary>Claims in one page at most.</summary>
    public const int PageSizeMax = 1_000;

    private readonly IDbContextFactory<CouponDbContext> _databases;
    private readonly CodeSource _codes;
    private readonly CampaignFacts _facts;
    private readonly RecordedNews _news;
    private readonly StoreConnections _store;
    private readonly StoreClock _clock;

    internal DecideQuarantined(
        IDbContextFactory<CouponDbContext> databases, CodeSource codes, CampaignFacts facts, RecordedNews news, StoreConnections store, StoreClock clock) =>
        (_databases, _codes, _facts, _news, _store, _clock) = (databases, codes, facts, news, store, clock);

    /// <summary>The campaign's quarantined claims by ticket; null when there is no such campaign.</summary>
    /// <param name="slug">Which campaign.</param>
    /// <param name="after">Above this ticket.</param>
    /// <param name="limit">1–1,000.</param>
    public async Task<QuarantinedPage?> PageAsync(string slug, long after, int limit, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await _databases.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Campaign>().Where(c => c.Slug == slug).Select(c => (long?)c.Id).SingleOrDefaultAsync(cancellationToken) is not { } campaignId)
        {
            return null;
        }

        int take = Math.Clamp(limit, 1, PageSizeMax);

        // Not those that were given up and stay here only because their row can't name the member.
        IQueryable<long> open = db.Set<IssuanceRecord>().Where(i => i.CampaignId == campaignId && i.Status == ClaimStatus.Quarantined).Select(i => i.Ticket);
        List<QuarantinedClaim> claims = await db.Set<QuarantinedClaim>().AsNoTracking().Where(q => q.CampaignId == campaignId && q.Ticket > after && open.Contains(q.Ticket))
            .OrderBy(q => q.Ticket).Take(take + 1).ToListAsync(cancellationToken);
        return new QuarantinedPage(
            [.. claims.Take(take).Select(q => new QuarantinedView(q.Ticket, q.Member, q.Reason, new StoreTime(q.Ticket).ToDateTimeOffset(), q.At.ToDateTimeOffset()))],
            claims.Count > take ? claims[take - 1].Ticket : null);
    }

    /// <summary>Stores the claim as issued, with the next number. Refused with <see cref="RefusalKind.StillRefused"/> while the database won't have it.</summary>
    public async Task<Result<IssuanceView>> ReplayAsync(string slug, long ticket, Actor by, CancellationToken cancellationToken)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                int tried = attempt;
                Coupons.CouponCodes source = await _codes.GetAsync(cancellationToken);
                return await CarryOutAsync(slug, ticket, by, AuditAction.ReplayQuarantined, null, async (db, campaign, claim) =>
                {
                    NumberedCodes codes = await NumberedCodes.ReadAsync(db, campaign, source, count: 1, cancellationToken);
                    campaign.Issued++;
                    return new Decision(ClaimStatus.Issued, campaign.Issued, codes.Of(campaign.Key, campaign.Issued, claim.Member, tried));
                }, cancellationToken);
            }
            catch (Exception e) when (DataErrors.Is(e))
            {
                // Another member's code may be the same; after that it is the row itself.
                if (attempt + 1 == DrainTransaction.CodeAttemptsMax)
                {
                    return new Refusal(RefusalKind.StillRefused, $"The database still refuses this claim ({DataErrors.CodeOf(e)}).");
                }
            }
        }
    }

    /// <summary>Gives the claim up: the member is told that there is no coupon, and the unit goes on sale again.</summary>
    public async Task<Result<IssuanceView>> RefuseAsync(string slug, long ticket, string? reason, Actor by, CancellationToken cancellationToken)
    {
        FieldProblem[] problems = [.. CampaignDraftRules.ReasonProblems(reason)];
        return problems.Length > 0
            ? Refusal.Invalid(problems)
            : await CarryOutAsync(slug, ticket, by, AuditAction.RefuseQuarantined, reason, (_, campaign, _) =>
            {
                campaign.Voided++;
                campaign.Version++;
                return Task.FromResult(new Decision(ClaimStatus.Refused, null, null));
            }, cancellationToken);
    }

    private async Task<Result<IssuanceView>> CarryOutAsync(
        string slug, long ticket, Actor by, AuditAction action, string? reason, Func<CouponDbContext, Campaign, QuarantinedClaim, Task<Decision>> decide, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await _databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await CampaignLock.BySlugAsync(db, slug, cancellationToken) is not { } campaign)
        {
            return CampaignChange.Unknown(slug);
        }

        IQueryable<IssuanceRecord> rows = db.Set<IssuanceRecord>().Where(i => i.CampaignId == campaign.Id && i.Ticket == ticket);
        if (await db.Set<QuarantinedClaim>().SingleOrDefaultAsync(q => q.CampaignId == campaign.Id && q.Ticket == ticket, cancellationToken) is not { } claim
            || !await rows.AnyAsync(i => i.Status == ClaimStatus.Quarantined, cancellationToken))
        {
            return new Refusal(RefusalKind.UnknownIssuance, $"The campaign '{slug}' has no quarantined claim with ticket {ticket}.");
        }

        Decision decision = await decide(db, campaign, claim);
        campaign.Quarantined--;
        string holder = decision.Status == ClaimStatus.Issued ? claim.Member : await rows.Select(i => i.Member).SingleAsync(cancellationToken);
        StoreTime now = _clock.Now;
        await rows.ExecuteUpdateAsync(
            row => row.SetProperty(i => i.Status, decision.Status).SetProperty(i => i.Number, decision.Number).SetProperty(i => i.Code, decision.Code)
                .SetProperty(i => i.Member, holder).SetProperty(i => i.RecordedAt, now).SetProperty(i => i.ChangedAt, now),
            cancellationToken);

        // A claim that is given up and whose row has a stand-in stays here: nothing else knows whose it was.
        if (!QuarantinedClaim.IsStandIn(holder))
        {
            db.Remove(claim);
        }

        AuditTrail.Write(db, now, by, action, slug, reason, new Decided(ticket, claim.Member, decision.Number));
        await db.SaveChangesAsync(cancellationToken);
        IssuanceRecord row = await rows.AsNoTracking().SingleAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Result<IssuanceView>.Saved(IssuanceHistory.Show(row, slug), await TellAsync(campaign));
    }

    // Decided whatever the store says: members look again every few seconds, and the books check brings the facts.
    private async Task<bool> TellAsync(Campaign campaign)
    {
        try
        {
            await _news.PublishAsync(campaign.Key, campaign.Watermark, campaign.Recorded);
            await _facts.PutOnSaleAsync(campaign.Id);
            return true;
        }
        catch (Exception e) when (Outage.Is(e))
        {
            _store.AskForCheck();
            return false;
        }
    }

    private sealed record Decided(long Ticket, string Member, int? Number) : IAuditChange;

    private sealed record Decision(ClaimStatus Status, int? Number, string? Code);
}
