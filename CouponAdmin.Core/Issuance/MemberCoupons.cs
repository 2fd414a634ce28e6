using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Coupons;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance;

/// <summary>A member's recorded claim in one campaign, with what that campaign promises.</summary>
/// <param name="Name">The campaign's name.</param>
/// <param name="Number">Null for a claim that was never issued.</param>
/// <param name="IssuedAt">When the row was written.</param>
/// <param name="UpdatedAt">When it was last changed, or written.</param>
public sealed record MemberCoupon(
    string Campaign, string Name, Benefit Benefit, ClaimStatus Status, int? Number, string? Code, long Ticket, DateTimeOffset ClaimedAt, DateTimeOffset IssuedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>Its last moment; null for a claim that was never issued.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    public DateTimeOffset? RedeemedAt { get; init; }
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The same for somebody who sees codes whole, or masked.</summary>
    public MemberCoupon SeenBy(bool seesCodes) => seesCodes ? this : this with { Code = CodeMask.Of(Code) };
}

/// <summary>One page of a member's coupons, the newest campaign first.</summary>
/// <param name="Items">At most the asked-for limit.</param>
/// <param name="Next">Pass as <c>after</c> for the next page; null on the last.</param>
public sealed record MemberCouponPage(IReadOnlyList<MemberCoupon> Items, long? Next);

/// <summary>What one member holds, over all campaigns, for the shop that they belong to. A claim that waits in a queue has no row yet and is not among them.</summary>
public sealed class MemberCoupons(IDbContextFactory<CouponDbContext> databases)
{
    /// <summary>Rows in one page at most.</summary>
    public const int PageSizeMax = 1_000;

    /// <param name="member">The whole id. A member whom nobody knows has no coupons, which is no refusal: ids are the shop's.</param>
    /// <param name="status">One status only.</param>
    /// <param name="updatedSince">Written or changed at this moment or later.</param>
    /// <param name="after">The page before's <see cref="MemberCouponPage.Next"/>; 0: the first page.</param>
    /// <param name="limit">1–1,000.</param>
    public async Task<MemberCouponPage> PageAsync(string member, ClaimStatus? status, DateTimeOffset? updatedSince, long after, int limit, CancellationToken cancellationToken)
    {
        int take = Math.Clamp(limit, 1, PageSizeMax);
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);

        // A member has one claim in a campaign, so the campaign is the cursor, and one index has both.
        IQueryable<IssuanceRecord> theirs = new IssuanceFilter(Status: status) { Member = member, UpdatedSince = updatedSince }.Apply(db.Set<IssuanceRecord>().AsNoTracking());
        var rows = await theirs.Where(i => after == 0 || i.CampaignId < after)
            .Join(db.Set<Campaign>(), i => i.CampaignId, c => c.Id, (row, campaign) => new { row, campaign })
            .OrderByDescending(found => found.row.CampaignId).Take(take + 1).ToListAsync(cancellationToken);
        return new MemberCouponPage([.. rows.Take(take).Select(found => Show(found.row, found.campaign))], rows.Count > take ? rows[take - 1].row.CampaignId : null);
    }

    private static MemberCoupon Show(IssuanceRecord row, Campaign campaign) => new(
        campaign.Slug, campaign.Name, campaign.Benefit, row.Status, row.Number, row.Code, row.Ticket, row.ClaimedAt.ToDateTimeOffset(), row.RecordedAt.ToDateTimeOffset(),
        (row.ChangedAt ?? row.RecordedAt).ToDateTimeOffset())
    {
        ValidUntil = row.Number is null ? null : (row.RecordedAt + TimeSpan.FromDays(campaign.CouponValidDays)).ToDateTimeOffset(),
        RedeemedAt = row.RedeemedAt?.ToDateTimeOffset(),
        RevokedAt = row.RevokedAt?.ToDateTimeOffset(),
    };
}
