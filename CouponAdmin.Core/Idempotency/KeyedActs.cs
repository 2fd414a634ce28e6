using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Idempotency;

/// <summary>Carries an act out once for a key, whoever asks at once and whatever dies in between.</summary>
/// <remarks>
/// The key's row is written first, in a transaction of its own, so that one of two requests goes on. The act's transaction marks it as done:
/// after a crash an unmarked act may be carried out by another request, and a marked one by nobody.
/// </remarks>
public sealed class KeyedActs(IDbContextFactory<CouponDbContext> databases, StoreClock clock)
{
    /// <summary>Looks anew after another request was faster; a third look needs two of them to have come and gone.</summary>
    private const int LooksMax = 5;

    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);
    private StoreTime _swept;

    /// <param name="actor">Who asks.</param>
    /// <param name="key">A key without broken rules (<see cref="IdempotencyRules.Check"/>).</param>
    /// <param name="path">What is asked for…</param>
    /// <param name="body">…and with which words.</param>
    /// <exception cref="TimeoutException">The key changed hands at each look: ask again.</exception>
    public async Task<KeyStanding> BeginAsync(string actor, string key, string path, string body, CancellationToken cancellationToken)
    {
        string asked = Fingerprint.Of(path, body);
        await SweepAsync(cancellationToken);
        for (int look = 0; look < LooksMax; look++)
        {
            await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
            KeyedActRecord? known = await db.Set<KeyedActRecord>().AsNoTracking().SingleOrDefaultAsync(a => a.ActorId == actor && a.Key == key, cancellationToken);
            KeyStanding? standing = known is null
                ? await AddAsync(db, new KeyedActRecord { ActorId = actor, Key = key, Asked = asked, At = clock.Now, Turn = 1 }, cancellationToken)
                : await JudgeAsync(db, known, asked, cancellationToken);
            if (standing is not null)
            {
                return standing;
            }
        }

        throw new TimeoutException("The key was used by others at each look; ask again.");
    }

    /// <summary>Keeps the answer to an act that was carried out.</summary>
    public async Task KeepAsync(KeyedAct act, KeyedAnswer answer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(act);
        ArgumentNullException.ThrowIfNull(answer);
        KeyedAnswer kept = answer.Body?.Length > IdempotencyRules.AnswerLengthMax ? answer with { Body = null } : answer;
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await Turn(db, act).ExecuteUpdateAsync(
            set => set.SetProperty(a => a.Status, kept.Status).SetProperty(a => a.Location, kept.Location).SetProperty(a => a.Tag, kept.Tag)
                .SetProperty(a => a.ContentType, kept.ContentType).SetProperty(a => a.Body, kept.Body),
            cancellationToken);
    }

    /// <summary>Gives the key back: the act was refused, so the same key may come with another body.</summary>
    public async Task ForgetAsync(KeyedAct act, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(act);
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await Turn(db, act).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>The same where nobody knows how far the act came: a committed one is kept, without an answer.</summary>
    public async Task ForgetUnlessActedAsync(KeyedAct act, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(act);
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await Turn(db, act).Where(a => a.ActedAt == null).ExecuteDeleteAsync(cancellationToken);
    }

    private static IQueryable<KeyedActRecord> Turn(CouponDbContext db, KeyedAct act) => db.Set<KeyedActRecord>().Where(a => a.Id == act.Id && a.Turn == act.Turn);

    // Null: another request added the key meanwhile.
    private static async Task<KeyStanding?> AddAsync(CouponDbContext db, KeyedActRecord row, CancellationToken cancellationToken)
    {
        db.Add(row);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return new KeyStanding.Begun(new KeyedAct(row.Id, row.Turn));
        }
        catch (DbUpdateException e) when (DataErrors.Is(e))
        {
            return null;
        }
    }

    private async Task<KeyStanding?> JudgeAsync(CouponDbContext db, KeyedActRecord known, string asked, CancellationToken cancellationToken)
    {
        StoreTime now = clock.Now;
        if (known.At + IdempotencyRules.KeptFor <= now)
        {
            await db.Set<KeyedActRecord>().Where(a => a.Id == known.Id && a.Turn == known.Turn).ExecuteDeleteAsync(cancellationToken);
            return null;
        }

        return known switch
        {
            _ when known.Asked != asked => new KeyStanding.Reused(),
            { Status: { } status, Body: { } body } => new KeyStanding.Answered(new KeyedAnswer(status, known.Location, known.Tag, known.ContentType, body)),
            { Status: not null } => new KeyStanding.NotKept(known.Location),
            _ when known.At + IdempotencyRules.RunsFor > now => new KeyStanding.InUse(),
            { ActedAt: not null } => new KeyStanding.NotKept(Location: null),
            _ => await TakeOverAsync(db, known, now, cancellationToken),
        };
    }

    private static async Task<KeyStanding?> TakeOverAsync(CouponDbContext db, KeyedActRecord known, StoreTime now, CancellationToken cancellationToken)
    {
        int taken = await db.Set<KeyedActRecord>().Where(a => a.Id == known.Id && a.Turn == known.Turn && a.ActedAt == null && a.Status == null)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Turn, known.Turn + 1).SetProperty(a => a.At, now), cancellationToken);
        return taken == 1 ? new KeyStanding.Begun(new KeyedAct(known.Id, known.Turn + 1)) : null;
    }

    // Whoever brings a key pays for the sweep, once a minute on each instance: no work of its own, and none where nobody uses keys.
    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        StoreTime now = clock.Now;
        if (_swept + SweepEvery > now)
        {
            return;
        }

        _swept = now;
        StoreTime last = now + -IdempotencyRules.KeptFor;
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Set<KeyedActRecord>().Where(a => a.At < last).ExecuteDeleteAsync(cancellationToken);
    }
}
