using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Idempotency;

/// <summary>The act that a request carries out under a key. Whatever writes an audit entry meanwhile notes in the same transaction that the act was committed.</summary>
/// <remarks>So a crash leaves no doubt: an act without the note was undone with it, and may be carried out by the next request with the key.</remarks>
public sealed class KeyedAct
{
    private static readonly AsyncLocal<KeyedAct?> Ambient = new();

    internal KeyedAct(long id, int turn) => (Id, Turn) = (id, turn);

    internal long Id { get; }

    internal int Turn { get; }

    /// <summary>The act of the request that runs here; null where it has no key.</summary>
    public static KeyedAct? Current => Ambient.Value;

    /// <summary>Carries an act out under its key.</summary>
    public async Task DuringAsync(Func<Task> act)
    {
        ArgumentNullException.ThrowIfNull(act);
        Ambient.Value = this;
        try
        {
            await act();
        }
        finally
        {
            Ambient.Value = null;
        }
    }

    /// <summary>Adds the note to the context; the caller saves. Saving throws <see cref="DbUpdateConcurrencyException"/> when another request has taken the act over.</summary>
    internal void Note(CouponDbContext db, StoreTime at)
    {
        if (db.ChangeTracker.Entries<KeyedActRecord>().Any())
        {
            return;
        }

        KeyedActRecord row = new() { Id = Id, Turn = Turn, ActorId = "", Key = "", Asked = "" };
        db.Attach(row);
        row.ActedAt = at;
    }
}
