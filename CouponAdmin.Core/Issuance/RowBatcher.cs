using CouponAdmin.Core.Database;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance;

/// <summary>Finds members' rows of one campaign: those who ask while a query is under way share the next one. Idle, a question leaves at once.</summary>
/// <remarks>After a rush everybody asks what became of their claim, and a query for each would cost more than admitting them.</remarks>
internal sealed class RowBatcher(long campaignId, IDbContextFactory<CouponDbContext> databases)
{
    /// <summary>Members in one query at most.</summary>
    public const int BatchMax = 256;

    // Of this object, as a compiled query holds to one provider's model.
    private readonly Func<CouponDbContext, long, string, CancellationToken, Task<IssuanceRecord?>> _one = EF.CompileAsyncQuery(
        (CouponDbContext db, long campaign, string member, CancellationToken _) =>
            db.Set<IssuanceRecord>().AsNoTracking().SingleOrDefault(i => i.CampaignId == campaign && i.Member == member));

    private readonly Lock _turn = new();
    private readonly Queue<Pending> _waiting = new();
    private bool _isAsking;

    /// <summary>The member's row; null when there is none.</summary>
    /// <exception cref="OperationCanceledException">The asker went away; the question goes on with the others' and its answer is dropped.</exception>
    public Task<IssuanceRecord?> FindAsync(string member, CancellationToken cancellationToken)
    {
        Pending asked = new(member);
        bool begins;
        lock (_turn)
        {
            _waiting.Enqueue(asked);
            begins = !_isAsking;
            _isAsking = true;
        }

        if (begins)
        {
            // Off the asker's path: SQLite answers on the calling thread, and the first asker would go on asking for all who come later.
            _ = Task.Run(AskAllAsync, CancellationToken.None);
        }

        return asked.Task.WaitAsync(cancellationToken);
    }

    private async Task AskAllAsync()
    {
        while (Take() is { Count: > 0 } batch)
        {
            await AskAsync(batch);
        }
    }

    private List<Pending> Take()
    {
        lock (_turn)
        {
            List<Pending> batch = [];
            while (batch.Count < BatchMax && _waiting.TryDequeue(out Pending? asked))
            {
                batch.Add(asked);
            }

            _isAsking = batch.Count > 0;
            return batch;
        }
    }

    private async Task AskAsync(List<Pending> batch)
    {
        try
        {
            Dictionary<string, IssuanceRecord> rows = await ReadAsync([.. batch.Select(asked => asked.Member).Distinct(StringComparer.Ordinal)]);
            foreach (Pending asked in batch)
            {
                asked.SetResult(rows.GetValueOrDefault(asked.Member));
            }
        }
        catch (Exception e) when (batch.Count > 1 && DataErrors.Is(e))
        {
            // One of them can't even be asked for; the others have an answer.
            foreach (Pending asked in batch)
            {
                await AskAsync([asked]);
            }
        }
        catch (Exception e)
        {
            foreach (Pending asked in batch)
            {
                asked.TrySetException(e);
            }
        }
    }

    private async Task<Dictionary<string, IssuanceRecord>> ReadAsync(string[] members)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync();
        if (members.Length > 1)
        {
            return await db.RowsOf(campaignId, members).ToDictionaryAsync(row => row.Member, StringComparer.Ordinal);
        }

        return await _one(db, campaignId, members[0], CancellationToken.None) is { } row ? new(StringComparer.Ordinal) { [row.Member] = row } : [];
    }

    private sealed class Pending(string member) : TaskCompletionSource<IssuanceRecord?>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public string Member => member;
    }
}
