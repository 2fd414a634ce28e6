using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance.Tally;

/// <summary>Writes seconds of tallies into the database. Writing them again changes nothing, whoever does it.</summary>
internal sealed class TallyLedger(IDbContextFactory<CouponDbContext> databases)
{
    /// <summary>Seconds in one transaction at most: ten full minutes, so that the campaign's lock is soon free again.</summary>
    public const int SecondsMax = 600;

    /// <param name="campaignId">The campaign.</param>
    /// <param name="seconds">In order, at most <see cref="SecondsMax"/>.</param>
    /// <remarks>Under the campaign's lock, and only upwards: a store that lost its tallies must not lower what is kept.</remarks>
    public async Task WriteAsync(long campaignId, IReadOnlyList<TallySecond> seconds, CancellationToken cancellationToken)
    {
        StoreTime first = StoreTime.From(seconds[0].Second);
        StoreTime last = StoreTime.From(seconds[^1].Second);
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await CampaignLock.ByIdAsync(db, campaignId, cancellationToken);
        Dictionary<StoreTime, TallyRecord> kept = await db.Set<TallyRecord>()
            .Where(t => t.CampaignId == campaignId && t.Second >= first && t.Second <= last).ToDictionaryAsync(t => t.Second, cancellationToken);
        foreach (TallySecond second in seconds)
        {
            StoreTime at = StoreTime.From(second.Second);
            if (!kept.TryGetValue(at, out TallyRecord? row))
            {
                row = new TallyRecord { CampaignId = campaignId, Second = at };
                db.Add(row);
            }

            Raise(row, second.Answers);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static void Raise(TallyRecord row, IReadOnlyDictionary<TallyKind, int> answers)
    {
        row.Admitted = Math.Max(row.Admitted, answers.GetValueOrDefault(TallyKind.Admitted));
        row.Repeated = Math.Max(row.Repeated, answers.GetValueOrDefault(TallyKind.Repeated));
        row.SoldOut = Math.Max(row.SoldOut, answers.GetValueOrDefault(TallyKind.SoldOut));
        row.Refused = Math.Max(row.Refused, answers.GetValueOrDefault(TallyKind.Refused));
        row.NotEligible = Math.Max(row.NotEligible, answers.GetValueOrDefault(TallyKind.NotEligible));
        row.Limited = Math.Max(row.Limited, answers.GetValueOrDefault(TallyKind.Limited));
    }
}
