using System.Globalization;
using System.Runtime.CompilerServices;
using CouponAdmin.Core.Database;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Campaigns;

/// <summary>Which addresses are free. Only a hint for people who type: the unique index decides when the campaign is saved.</summary>
public sealed class CampaignSlugs(IDbContextFactory<CouponDbContext> databases)
{
    public async Task<bool> IsTakenAsync(string slug, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Campaign>().AnyAsync(c => c.Slug == slug, cancellationToken);
    }

    /// <summary>Campaigns that are read in one go.</summary>
    private const int PageSize = 500;

    /// <summary>Every campaign that was ever published, the archived too, in the order in which they were made; read page by page, however many there are.</summary>
    public async IAsyncEnumerable<string> PublishedAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long after = 0;
        while (true)
        {
            await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
            var page = await db.Set<Campaign>().Where(c => c.IsPublished && c.Id > after).OrderBy(c => c.Id).Take(PageSize)
                .Select(c => new { c.Id, c.Slug }).ToListAsync(cancellationToken);
            foreach (var campaign in page)
            {
                yield return campaign.Slug;
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            after = page[^1].Id;
        }
    }

    /// <summary>A free address like this one: <c>spring</c> → <c>spring-2</c>, <c>spring-2</c> → <c>spring-3</c>.</summary>
    public async Task<string> FreeLikeAsync(string slug, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(slug);
        (string stem, int number) = Split(slug);
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        List<string> taken = await db.Set<Campaign>().Where(c => c.Slug.StartsWith(stem)).Select(c => c.Slug).ToListAsync(cancellationToken);
        HashSet<string> known = new(taken, StringComparer.Ordinal);
        string next;
        do
        {
            number++;
            string tail = FormattableString.Invariant($"-{number}");
            next = stem[..Math.Min(stem.Length, CampaignDraftRules.SlugLengthMax - tail.Length)].TrimEnd('-') + tail;
        }
        while (known.Contains(next));
        return next;
    }

    private static (string Stem, int Number) Split(string slug)
    {
        int dash = slug.LastIndexOf('-');

        // A short number at the end counts copies; a long one is a date or a name.
        return dash > 0 && slug.Length - dash is 2 or 3 && int.TryParse(slug.AsSpan(dash + 1), CultureInfo.InvariantCulture, out int number) ? (slug[..dash], number) : (slug, 1);
    }
}
