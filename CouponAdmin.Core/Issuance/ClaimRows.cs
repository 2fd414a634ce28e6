using System.Collections.Concurrent;
using System.Linq.Expressions;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance.Quarantine;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance;

/// <summary>Reads members' rows and shows them as claims.</summary>
internal sealed class ClaimRows(IDbContextFactory<CouponDbContext> databases)
{
    private const int StandInsMax = 1_000;

    private readonly ConcurrentDictionary<long, RowBatcher> _batchers = new();

    // Of this object, as a compiled query holds to one provider's model.
    private readonly Func<CouponDbContext, long, long, CancellationToken, Task<IssuanceRecord?>> _byTicket = EF.CompileAsyncQuery(
        (CouponDbContext db, long campaignId, long ticket, CancellationToken _) =>
            db.Set<IssuanceRecord>().AsNoTracking().SingleOrDefault(i => i.CampaignId == campaignId && i.Ticket == ticket));

    /// <summary>The member's row in one campaign; null when there is none.</summary>
    public async Task<MyClaim?> FindAsync(CampaignRef campaign, string member, CancellationToken cancellationToken)
    {
        RowBatcher batcher = _batchers.GetOrAdd(campaign.Id, static (id, databases) => new RowBatcher(id, databases), databases);
        return await batcher.FindAsync(member, cancellationToken) is { } row ? Show(row, campaign.Slug, campaign.CouponValidDays) : null;
    }

    /// <summary>The row of a ticket, whatever stands in it for its member; null when there is none.</summary>
    public async Task<MyClaim?> FindByTicketAsync(CampaignRef campaign, long ticket, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return await _byTicket(db, campaign.Id, ticket, cancellationToken) is { } row ? Show(row, campaign.Slug, campaign.CouponValidDays) : null;
    }

    /// <summary>The campaign's rows that fit, in the order of their tickets.</summary>
    public async Task<List<IssuanceRecord>> ReadAsync(long campaignId, Expression<Func<IssuanceRecord, bool>> fits, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<IssuanceRecord>().AsNoTracking().Where(i => i.CampaignId == campaignId).Where(fits).OrderBy(i => i.Ticket).ToListAsync(cancellationToken);
    }

    /// <summary>The campaign's rows of these members.</summary>
    public async Task<List<IssuanceRecord>> ReadOfAsync(long campaignId, string[] members, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.RowsOf(campaignId, members).ToListAsync(cancellationToken);
    }

    /// <summary>The campaign's rows that can't hold their member, each with whose it is; the newest, at most <see cref="StandInsMax"/>.</summary>
    public async Task<List<(string Member, IssuanceRecord Row)>> ReadStandInsAsync(long campaignId, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        var found = await db.Set<QuarantinedClaim>().AsNoTracking().Where(q => q.CampaignId == campaignId)
            .Join(db.Set<IssuanceRecord>(), q => new { q.CampaignId, q.Ticket }, i => new { i.CampaignId, i.Ticket }, (claim, row) => new { claim, row })
            .OrderByDescending(f => f.claim.Ticket).Take(StandInsMax).ToListAsync(cancellationToken);
        return [.. found.Where(f => QuarantinedClaim.IsStandIn(f.row.Member)).Select(f => (f.claim.Member, f.row))];
    }

    /// <summary>A row as its member sees it: the code only while it is worth something.</summary>
    public static MyClaim Show(IssuanceRecord row, string slug, int couponValidDays)
    {
        bool isIssued = row.Status == ClaimStatus.Issued;
        StoreTime validUntil = row.RecordedAt + TimeSpan.FromDays(couponValidDays);
        return new MyClaim(slug, row.Status, row.Ticket)
        {
            Code = isIssued ? row.Code : null,
            Number = row.Number,
            IssuedAt = row.Number is null ? null : row.RecordedAt.ToDateTimeOffset(),
            RedeemedAt = row.RedeemedAt?.ToDateTimeOffset(),
            ValidUntil = isIssued ? validUntil.ToDateTimeOffset() : null,
        };
    }
}
