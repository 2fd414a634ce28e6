using System.Text;
using System.Text.Json;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Database;

/// <summary>Keeps the store's identity among the secrets: a row of its own, and one for each open question.</summary>
internal sealed class KnownStore(IDbContextFactory<CouponDbContext> databases, DatabaseOptions options, StoreOptions store) : IKnownStore
{
    private const string IdentityName = "store-identity";
    private const string QuestionPrefix = "store-question-";
    private static readonly byte[] Open = "?"u8.ToArray();

    public bool IsInOneFolder => store.IsEmbedded && options.IsInDataDirectory;

    public async Task<StoreIdentity?> FindAsync(CancellationToken cancellationToken) =>
        await ValueOfAsync(IdentityName, cancellationToken) is { } value ? JsonSerializer.Deserialize<StoreIdentity>(value) : null;

    public async Task<bool> ReplaceAsync(StoreIdentity? known, StoreIdentity now, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        byte[] value = JsonSerializer.SerializeToUtf8Bytes(now);
        if (known is null)
        {
            return await TryAddAsync(db, IdentityName, value, cancellationToken);
        }

        byte[] before = JsonSerializer.SerializeToUtf8Bytes(known);
        return await db.Set<Secret>().Where(s => s.Name == IdentityName && s.Value == before)
            .ExecuteUpdateAsync(row => row.SetProperty(s => s.Value, value), cancellationToken) == 1;
    }

    public async Task AskAsync(Guid question, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await TryAddAsync(db, NameOf(question), Open, cancellationToken);
    }

    public async Task<string?> AnswerToAsync(Guid question, CancellationToken cancellationToken) =>
        await ValueOfAsync(NameOf(question), cancellationToken) is { } value && !value.AsSpan().SequenceEqual(Open) ? Encoding.UTF8.GetString(value) : null;

    public async Task WithdrawAsync(Guid question, CancellationToken cancellationToken)
    {
        string name = NameOf(question);
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Set<Secret>().Where(s => s.Name == name).ExecuteDeleteAsync(cancellationToken);
    }

    public async Task AnswerAllAsync(string instance, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        IQueryable<Secret> questions = db.Set<Secret>().Where(s => s.Name.StartsWith(QuestionPrefix) && s.Value == Open);

        // Read first: an update that finds nothing would still take SQLite's lock for writing, every two seconds.
        if (await questions.AnyAsync(cancellationToken))
        {
            byte[] answer = Encoding.UTF8.GetBytes(instance);
            await questions.ExecuteUpdateAsync(row => row.SetProperty(s => s.Value, answer), cancellationToken);
        }
    }

    private static string NameOf(Guid question) => $"{QuestionPrefix}{question:N}";

    private async Task<byte[]?> ValueOfAsync(string name, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Secret>().AsNoTracking().Where(s => s.Name == name).Select(s => s.Value).FirstOrDefaultAsync(cancellationToken);
    }

    private static async Task<bool> TryAddAsync(CouponDbContext db, string name, byte[] value, CancellationToken cancellationToken)
    {
        try
        {
            db.Add(new Secret { Name = name, Value = value });
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException e) when (DataErrors.Is(e))
        {
            return false;
        }
    }
}
