using CouponAdmin.Core.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace CouponAdmin.Core.Campaigns;

/// <summary>What the claim path must know of a published campaign; none of it changes while members claim.</summary>
/// <param name="IsSealed">Closed, drained, and its keys are expiring: the database alone answers.</param>
public sealed record CampaignRef(long Id, Guid Key, string Slug, int CouponValidDays, bool IsSealed)
{
    /// <summary>A rehearsal's: nothing of it is counted, kept or told.</summary>
    public bool IsShadow => ShadowSale.Is(Slug);
}

/// <summary>Published campaigns by slug, from memory: the claim path asks the database once for each.</summary>
public sealed class CampaignDirectory(IDbContextFactory<CouponDbContext> databases) : IDisposable
{
    /// <summary>Slugs remembered at most, found or not: a crowd that tries names can't fill the memory.</summary>
    public const int SlugsMax = 20_000;

    /// <summary>How long "there is no such campaign" is believed: a campaign published elsewhere is found within it.</summary>
    public static readonly TimeSpan UnknownFor = TimeSpan.FromSeconds(1);

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = SlugsMax });

    /// <summary>The published campaign of that slug; null when there is none.</summary>
    public async ValueTask<CampaignRef?> FindAsync(string slug, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(slug, out CampaignRef? known))
        {
            return known;
        }

        if (slug.Length > CampaignDraftRules.SlugLengthMax)
        {
            return null;
        }

        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        CampaignRef? found = await db.Set<Campaign>().Where(c => c.Slug == slug && c.IsPublished && !c.IsArchived)
            .Select(c => new CampaignRef(c.Id, c.Key, c.Slug, c.CouponValidDays, c.SealedAt != null)).SingleOrDefaultAsync(cancellationToken);
        MemoryCacheEntryOptions entry = new() { Size = 1 };
        return _known.Set(slug, found, found is null ? entry.SetAbsoluteExpiration(UnknownFor) : entry);
    }

    /// <summary>The published campaign of that slug if this instance has met it; never asks the database.</summary>
    public CampaignRef? Remembered(string slug) => _known.TryGetValue(slug, out CampaignRef? known) ? known : null;

    /// <summary>Asks the database again next time: the campaign was published or sealed.</summary>
    public void Forget(string slug) => _known.Remove(slug);

    public void Dispose() => _known.Dispose();
}
