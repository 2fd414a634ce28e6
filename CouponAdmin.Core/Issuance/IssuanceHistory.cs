using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Coupons;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance.Pools;
using CouponAdmin.Core.Results;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance;

/// <summary>A campaign's recorded claims, for operators.</summary>
public sealed class IssuanceHistory(IDbContextFactory<CouponDbContext> databases)
{
    /// <summary>Rows in one page at most.</summary>
    public const int PageSizeMax = 1_000;

    /// <summary>The rows that fit, exactly those of the file: without a filter, and for a status with numbers, by number; otherwise by ticket.</summary>
    /// <param name="slug">Which campaign.</param>
    /// <param name="filter">Which rows; its order is not asked for.</param>
    /// <param name="after">Above this number or ticket.</param>
    /// <param name="limit">1–1,000.</param>
    /// <returns>Null when there is no such campaign.</returns>
    public async Task<IssuancePage?> PageAsync(string slug, IssuanceFilter filter, long after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        if (await CampaignIdAsync(db, slug, cancellationToken) is not { } campaignId)
        {
            return null;
        }

        int take = Math.Clamp(limit, 1, PageSizeMax);
        filter = await filter.ResolveAsync(db, cancellationToken);
        IQueryable<IssuanceRecord> fitting = filter.Apply(db.Set<IssuanceRecord>().AsNoTracking().Where(i => i.CampaignId == campaignId));
        IQueryable<IssuanceRecord> following = filter.IsByNumber
            ? fitting.Where(i => i.Number > after).OrderBy(i => i.Number)
            : fitting.Where(i => i.Ticket > after).OrderBy(i => i.Ticket);
        List<IssuanceRecord> rows = await following.Take(take + 1).ToListAsync(cancellationToken);
        long? next = rows.Count <= take ? null : filter.IsByNumber ? rows[take - 1].Number : rows[take - 1].Ticket;
        return new IssuancePage([.. rows.Take(take).Select(row => Show(row, slug))], next);
    }

    /// <summary>For a grid: the rows that fit from <paramref name="skip"/>, with how many there are.</summary>
    public async Task<(IReadOnlyList<IssuanceView> Items, int Total)> SliceAsync(
        string slug, IssuanceFilter filter, int skip, int take, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        Campaign? campaign = await db.Set<Campaign>().AsNoTracking().SingleOrDefaultAsync(c => c.Slug == slug, cancellationToken);
        if (campaign is null)
        {
            return ([], 0);
        }

        filter = await filter.ResolveAsync(db, cancellationToken);
        IQueryable<IssuanceRecord> found = filter.Apply(db.Set<IssuanceRecord>().AsNoTracking().Where(i => i.CampaignId == campaign.Id));

        // The books know how many rows a campaign has; a million need not be counted for each page.
        int total = filter.IsOpen ? campaign.Recorded : await found.CountAsync(cancellationToken);
        List<IssuanceRecord> rows = await filter.Sort(found)
            .Skip(Math.Max(0, skip)).Take(Math.Clamp(take, 1, PageSizeMax)).ToListAsync(cancellationToken);
        return ([.. rows.Select(row => Show(row, slug))], total);
    }

    /// <summary>The coupon of a code as a person types it (<see cref="TypedCode"/>, <see cref="PoolCode"/>), in any campaign; null when there is none.</summary>
    public async Task<IssuanceView?> FindByCodeAsync(string code, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(code);
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        var found = await db.FindByTypedCodeAsync(
            SpreadsheetCell.Unguard(code),
            wanted => db.Set<IssuanceRecord>().AsNoTracking().Where(i => i.Code == wanted)
                .Join(db.Set<Campaign>(), i => i.CampaignId, c => c.Id, (row, campaign) => new { row, campaign.Slug }).SingleOrDefaultAsync(cancellationToken),
            cancellationToken);
        return found is null ? null : Show(found.row, found.Slug);
    }

    internal static IssuanceView Show(IssuanceRecord row, string slug) => new(
        slug, row.Number, row.Member, row.Code, row.Ticket, row.ClaimedAt.ToDateTimeOffset(), row.RecordedAt.ToDateTimeOffset(), row.Status)
    {
        UpdatedAt = (row.ChangedAt ?? row.RecordedAt).ToDateTimeOffset(),
        RedeemedAt = row.RedeemedAt?.ToDateTimeOffset(),
        RevokedAt = row.RevokedAt?.ToDateTimeOffset(),
        RevokeReason = row.RevokeReason,
        IsUnitReturned = row.IsUnitReturned,
    };

    private static Task<long?> CampaignIdAsync(CouponDbContext db, string slug, CancellationToken cancellationToken) =>
        db.Set<Campaign>().Where(c => c.Slug == slug).Select(c => (long?)c.Id).SingleOrDefaultAsync(cancellationToken);
}
