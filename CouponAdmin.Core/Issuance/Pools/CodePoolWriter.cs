using CouponAdmin.Core.Database;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance.Pools;

/// <summary>Reads a file of codes into the database, a few thousand at a time, and counts what it leaves out.</summary>
internal sealed class CodePoolWriter(IDbContextFactory<CouponDbContext> databases, StoreClock clock)
{
    /// <summary>Smaller in a test alone.</summary>
    internal int CodesPerFileMax { get; init; } = CodePoolRules.CodesPerFileMax;

    /// <summary>How many codes of its file an import may bring.</summary>
    public int MaxOf(CodeImport import) => Math.Min(CodesPerFileMax, CodePoolRules.CodesMax - import.FirstNumber + 1);

    /// <summary>What was read; null for the report if the file holds more codes than one may, or than the pool has room for.</summary>
    /// <exception cref="ImportSupersededException">Another import of the campaign took this one for dead.</exception>
    public async Task<CodePoolReport?> WriteAsync(CodeImport import, Stream file, ListFileKind kind, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        int max = MaxOf(import);
        CodeLineCount count = new();
        List<CodeLine> batch = new(CodePoolRules.CodesPerTransaction);
        await foreach (ListLines.Line line in ListLines.ReadAsync(file, kind, ListLines.Codes, cancellationToken))
        {
            if (count.Take(line) is not { } code)
            {
                continue;
            }

            batch.Add(code);
            if (count.Distinct > CodesPerFileMax || (batch.Count == CodePoolRules.CodesPerTransaction && !await FlushAsync()))
            {
                return null;
            }
        }

        return await FlushAsync() ? count.Report() : null;

        async Task<bool> FlushAsync()
        {
            bool fits = await WriteAsync(import, batch, count, max, cancellationToken);
            batch.Clear();
            progress?.Report(count.Taken);
            return fits;
        }
    }

    private async Task<bool> WriteAsync(CodeImport import, List<CodeLine> batch, CodeLineCount count, int max, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        List<CodeLine> taken = count.LeaveOut(
            batch,
            await PooledCodes.KnownAsync(db, [.. batch.Select(line => line.LookUp)], cancellationToken),
            await PooledCodes.IssuedAsync(db, [.. batch.SelectMany(line => line.StoredForms).Distinct(StringComparer.Ordinal)], cancellationToken));
        int first = import.FirstNumber + count.Taken - taken.Count;
        if (count.Taken > max)
        {
            return false;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        StoreTime now = clock.Now;
        int owned = await db.Set<CodeImport>().Where(i => i.Id == import.Id && i.FirstNumber == import.FirstNumber && i.AttachedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.TouchedAt, now), cancellationToken);
        if (owned == 0)
        {
            throw new ImportSupersededException();
        }

        await PooledCodeInsert.RunAsync(db, [.. taken.Select((line, i) => new PooledCode { ImportId = import.Id, Number = first + i, Code = line.Code, LookUp = line.LookUp })], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
