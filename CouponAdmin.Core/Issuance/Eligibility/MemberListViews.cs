using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;
using CouponAdmin.Core.Campaigns;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance.Eligibility;

/// <summary>Who may claim in a campaign, as shown to operators and programs.</summary>
/// <param name="Campaign">The campaign's slug.</param>
/// <param name="Eligibility">Everyone, or the members of a list.</param>
/// <param name="Members">How many are on the list; null without one.</param>
/// <param name="ImportedAt">When the list was imported; null without one.</param>
public sealed record MemberListView(string Campaign, Campaigns.Eligibility Eligibility, int? Members, DateTimeOffset? ImportedAt);

/// <summary>Reads member lists.</summary>
public sealed class MemberListViews(IDbContextFactory<CouponDbContext> databases)
{
    /// <summary>Null when there is no such campaign.</summary>
    public async Task<MemberListView?> FindAsync(string slug, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        Campaign? campaign = await db.Set<Campaign>().AsNoTracking().SingleOrDefaultAsync(c => c.Slug == slug, cancellationToken);
        if (campaign is not { MemberListKey: { } key })
        {
            return campaign is null ? null : new MemberListView(slug, Campaigns.Eligibility.Everyone, null, null);
        }

        StoreTime? at = await db.Set<MemberList>().Where(l => l.Key == key).Select(l => (StoreTime?)l.ImportedAt).SingleOrDefaultAsync(cancellationToken);
        return new MemberListView(slug, Campaigns.Eligibility.MemberList, campaign.MemberListSize, at?.ToDateTimeOffset());
    }

    /// <summary>The lists that a member is on.</summary>
    internal static Task<List<MemberList>> NamingAsync(CouponDbContext db, string member, CancellationToken cancellationToken) =>
        db.Set<ListedMember>().Where(m => m.Member == member).Join(db.Set<MemberList>(), m => m.ListId, l => l.Id, (_, list) => list)
            .AsNoTracking().OrderBy(l => l.Id).ToListAsync(cancellationToken);
}
