using System.Security.Cryptography;
using System.Text.Json;
using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Idempotency;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance.Pools;

/// <summary>Puts the codes of a file into a campaign's pool, behind those that it has: before the sale as its first, or in mid-sale as more.</summary>
/// <remarks>
/// The file goes to the database a few thousand codes at a time, under an import that doesn't count yet. One transaction under the campaign's lock attaches it:
/// a file is in the pool as a whole or not at all, whatever ends the process in between.
/// </remarks>
public sealed class ImportCodes : IDisposable
{
    private const string FileField = "file";

    private readonly SemaphoreSlim _turns = new(CodePoolRules.ImportsAtOnce);
    private readonly IDbContextFactory<CouponDbContext> _databases;
    private readonly CampaignChange _change;
    private readonly CodePoolWriter _writer;
    private readonly CodePoolViews _views;
    private readonly OldCodeImports _old;
    private readonly StoreClock _clock;

    internal ImportCodes(
        IDbContextFactory<CouponDbContext> databases, CampaignChange change, CodePoolWriter writer, CodePoolViews views, OldCodeImports old, StoreClock clock) =>
        (_databases, _change, _writer, _views, _old, _clock) = (databases, change, writer, views, old, clock);

    /// <summary>
    /// Refused with <see cref="RefusalKind.WrongState"/> when the sale is over, or under way with generated codes; with <see cref="RefusalKind.InvalidInput"/> for a
    /// file with too many codes, or too few for what is published; with <see cref="RefusalKind.NoCodeTaken"/>, <see cref="RefusalKind.ImportUnderWay"/>,
    /// <see cref="RefusalKind.KeyReused"/> and <see cref="RefusalKind.ChangedMeanwhile"/>. Nothing is changed then.
    /// </summary>
    /// <param name="seen">Which campaign.</param>
    /// <param name="key">The asker's name for this one act: the same key and file are one act with one answer.</param>
    /// <param name="file">UTF-8, read once from where it stands to its end.</param>
    /// <param name="kind">How it is written.</param>
    /// <param name="progress">Hears how many codes are taken.</param>
    public async Task<Result<CodeImportAnswer>> ExecuteAsync(
        CampaignSeen seen, string? key, Stream file, ListFileKind kind, Actor by, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (IdempotencyRules.Check(key).ToList() is { Count: > 0 } problems)
        {
            return Refusal.Invalid(problems);
        }

        await _turns.WaitAsync(cancellationToken);
        try
        {
            (CodeImport? import, Refusal? refusal) = await BeginAsync(seen, key!, by, cancellationToken);
            return refusal is not null ? refusal
                : import!.AttachedAt is null ? await TakeAsync(import, seen, file, kind, by, progress, cancellationToken)
                : await RepeatAsync(import, seen.Slug, file, cancellationToken);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    // Under the campaign's lock: one import of a campaign at a time, as each goes on from the numbers of the one before.
    private async Task<(CodeImport? Import, Refusal? Refusal)> BeginAsync(CampaignSeen seen, string key, Actor by, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await _databases.CreateDbContextAsync(cancellationToken);
        long? id = await db.Set<Campaign>().Where(c => c.Slug == seen.Slug).Select(c => (long?)c.Id).SingleOrDefaultAsync(cancellationToken);
        if (id is null)
        {
            return (null, CampaignChange.Unknown(seen.Slug));
        }

        await _old.RemoveOfAsync(id.Value, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await CampaignLock.BySlugAsync(db, seen.Slug, cancellationToken) is not { } campaign)
        {
            return (null, CampaignChange.Unknown(seen.Slug));
        }

        if (await db.Set<CodeImport>().AsNoTracking().SingleOrDefaultAsync(i => i.CampaignId == campaign.Id && i.ActorId == by.Id && i.Key == key && i.AttachedAt != null, cancellationToken) is { } known)
        {
            return (known, null);
        }

        if (StateRefusal(campaign, _clock.Now) is { } refusal)
        {
            return (null, refusal);
        }

        if (await db.Set<CodeImport>().AnyAsync(i => i.CampaignId == campaign.Id && i.AttachedAt == null, cancellationToken))
        {
            return (null, UnderWay());
        }

        CodeImport import = new() { CampaignId = campaign.Id, ActorId = by.Id, Key = key, FirstNumber = campaign.PoolSize + 1, TouchedAt = _clock.Now };
        db.Add(import);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (import, null);
    }

    private async Task<Result<CodeImportAnswer>> TakeAsync(
        CodeImport import, CampaignSeen seen, Stream file, ListFileKind kind, Actor by, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        try
        {
            using SHA256 hash = SHA256.Create();
            await using CryptoStream hashed = new(file, hash, CryptoStreamMode.Read, leaveOpen: true);
            CodePoolReport? report = await _writer.WriteAsync(import, hashed, kind, progress, cancellationToken);
            if (report is null)
            {
                return Refusal.Invalid([new FieldProblem(FileField, FieldRule.TooMany, Max: _writer.MaxOf(import))]);
            }

            if (report.Codes == 0)
            {
                return new Refusal(RefusalKind.NoCodeTaken, "No line of the file gave a code; 'report' says why.") { Current = report };
            }

            Result<CampaignView> result = await AttachAsync(import, report, hash.Hash!, seen, by);
            return result.Refusal is { } refusal ? refusal : new CodeImportAnswer((await _views.FindAsync(seen.Slug, CancellationToken.None))!, report);
        }
        catch (ImportSupersededException)
        {
            return UnderWay();
        }
        catch (Exception e) when (DataErrors.Is(e))
        {
            // Another campaign's import wrote one of the codes after the look: the unique index lets one through.
            return UnderWay();
        }
        finally
        {
            // Leaves an attached one alone, also where nobody saw the commit end.
            await _old.TryRemoveAsync(import.Id);
        }
    }

    private Task<Result<CampaignView>> AttachAsync(CodeImport import, CodePoolReport report, byte[] hash, CampaignSeen seen, Actor by) =>
        _change.RunAsync(seen, by, AuditAction.ImportCodes, null, async (db, campaign, now) =>
        {
            if (StateRefusal(campaign, now) is { } wrong)
            {
                return wrong;
            }

            string kept = JsonSerializer.Serialize(report);
            StoreTime? at = now;
            int attached = campaign.PoolSize + 1 != import.FirstNumber ? 0 : await db.Set<CodeImport>()
                .Where(i => i.Id == import.Id && i.FirstNumber == import.FirstNumber && i.AttachedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(i => i.AttachedAt, at).SetProperty(i => i.Codes, report.Codes).SetProperty(i => i.FileHash, hash).SetProperty(i => i.Report, kept));
            if (attached == 0)
            {
                return UnderWay();
            }

            campaign.PoolSize += report.Codes;
            return campaign.IsPublished ? PoolBound.RefusalOf(campaign, FileField, campaign.Quantity, campaign.Returned) : null;
        }, CancellationToken.None);

    // The answer of then, with the pool of now.
    private async Task<Result<CodeImportAnswer>> RepeatAsync(CodeImport known, string slug, Stream file, CancellationToken cancellationToken)
    {
        byte[] hash = await SHA256.HashDataAsync(file, cancellationToken);
        if (known.FileHash is null || !hash.AsSpan().SequenceEqual(known.FileHash))
        {
            return new Refusal(RefusalKind.KeyReused, "This Idempotency-Key was used with another body. Choose a new key for another act.");
        }

        CodePoolReport report = JsonSerializer.Deserialize<CodePoolReport>(known.Report!)!;
        return new CodeImportAnswer((await _views.FindAsync(slug, cancellationToken))!, report) { IsRepeated = true };
    }

    private static Refusal? StateRefusal(Campaign campaign, StoreTime now) => campaign.StateAt(now, remaining: null) switch
    {
        CampaignState.Draft => null,
        CampaignState.Closed or CampaignState.Archived => CampaignChange.WrongState(campaign.StateAt(now, remaining: null), "given codes"),
        CampaignState.Scheduled when campaign.Recorded == 0 => null,
        _ when campaign.HasPool => null,
        _ => new Refusal(RefusalKind.WrongState, "The sale began with generated codes; a pool must be there before it opens."),
    };

    private static Refusal UnderWay() => new(RefusalKind.ImportUnderWay, "Another file is being read into this pool. Ask again in a minute.");
}
