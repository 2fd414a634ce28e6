using System.Diagnostics;
using System.Globalization;
using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance.Books;
using CouponAdmin.Core.Issuance.Draining;
using CouponAdmin.Core.Issuance.Eligibility;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance.Reconcile;

/// <summary>Compares store, queue and database of one campaign in full, and mends what has one right answer.</summary>
/// <remarks>Reads first, so a campaign that goes on meanwhile gives no false finding: rows and tickets are only ever added.</remarks>
public sealed class ReconcileCampaign
{
    private const int CopyLooksMax = 5;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    private readonly IDbContextFactory<CouponDbContext> _databases;
    private readonly CampaignFacts _facts;
    private readonly BooksReader _books;
    private readonly BooksLedger _ledger;
    private readonly QueueComparison _queue;
    private readonly MemberListLoader _lists;
    private readonly CampaignWarmer _warmer;
    private readonly QueueDrainer _drainer;
    private readonly BooksState _state;
    private readonly StoreConnections _store;
    private readonly StoreClock _clock;

    internal ReconcileCampaign(
        IDbContextFactory<CouponDbContext> databases, BooksReader books, BooksLedger ledger, QueueComparison queue, MemberListLoader lists, CampaignWarmer warmer, QueueDrainer drainer,
        CampaignFacts facts, BooksState state, StoreConnections store, StoreClock clock) =>
        (_databases, _facts, _books, _ledger, _queue, _lists, _warmer, _drainer, _state, _store, _clock) = (databases, facts, books, ledger, queue, lists, warmer, drainer, state, store, clock);

    /// <summary>Looks and changes nothing. Refused for an unknown campaign, a draft, and when the store doesn't answer.</summary>
    public Task<Result<ReconcileReport>> LookAsync(string slug, CancellationToken cancellationToken) => RunAsync(slug, by: null, cancellationToken);

    /// <summary>Mends what has one right answer, then looks again: the report says what was found and whether it is gone.</summary>
    public Task<Result<ReconcileReport>> RepairAsync(string slug, Actor by, CancellationToken cancellationToken) => RunAsync(slug, by, cancellationToken);

    private async Task<Result<ReconcileReport>> RunAsync(string slug, Actor? by, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        if (await FindAsync(slug, cancellationToken) is not { } campaign)
        {
            return CampaignChange.Unknown(slug);
        }

        if (!campaign.IsPublished)
        {
            return CampaignChange.WrongState(CampaignState.Draft, "reconciled");
        }

        ReconcileReport found;
        try
        {
            found = await CompareAsync(campaign, started, cancellationToken);
        }
        catch (Exception e) when (Outage.Is(e) && !cancellationToken.IsCancellationRequested)
        {
            return new Refusal(RefusalKind.StoreUnavailable, "Store or database doesn't answer, so nothing could be compared; ask again.");
        }

        return by is not null && found.Findings.Any(finding => finding.CanRepair)
            ? await RepairAsync(campaign, found, by, started, cancellationToken)
            : Told(found);
    }

    // The database's part is committed with its audit entry first; what the store lacks then, the books check brings as soon as it answers.
    private async Task<Result<ReconcileReport>> RepairAsync(
        Campaign campaign, ReconcileReport found, Actor by, long started, CancellationToken cancellationToken)
    {
        bool isCommitted = false;
        try
        {
            await MendBooksAsync(campaign, found, by, cancellationToken);
            isCommitted = true;
            await MendStoreAsync(campaign, found, cancellationToken);
            ReconcileReport after = await CompareAsync((await FindAsync(campaign.Slug, cancellationToken))!, started, cancellationToken);
            Told(after);
            return found with { IsRepaired = after.Findings.All(finding => !finding.CanRepair), Took = after.Took };
        }
        catch (Exception e) when (Outage.Is(e) && !cancellationToken.IsCancellationRequested)
        {
            _store.AskForCheck();
            return isCommitted
                ? Result<ReconcileReport>.Saved(found with { Took = Stopwatch.GetElapsedTime(started) }, isInForce: false)
                : new Refusal(RefusalKind.StoreUnavailable, "Store or database doesn't answer, so nothing was mended; ask again.");
        }
    }

    private ReconcileReport Told(ReconcileReport report)
    {
        _state.Tell(report.Slug, report.Findings, report.At);
        return report;
    }

    private async Task<ReconcileReport> CompareAsync(Campaign campaign, long started, CancellationToken cancellationToken)
    {
        List<Finding> findings = [.. await _ledger.CheckAsync(campaign.Id, cancellationToken)];
        int rows = campaign.Recorded;
        int tickets = 0;

        // Sealed: its keys are expiring, and the rows are all there is.
        if (campaign.SealedAt is null)
        {
            // The store's copy first, the row second, the queue third: each may only have grown in between, so what goes on meanwhile is no finding.
            long copied = (await _books.ReadAsync(campaign)).WatermarkCopy;
            Campaign now = (await FindAsync(campaign.Slug, cancellationToken))!;
            StoreBooks store = await _books.ReadAsync(now);
            QueueComparison.Outcome queue = await _queue.RunAsync(now, repair: false, cancellationToken);
            findings.AddRange(FindingsOf(now, store, queue));
            findings.AddRange(await ProgressAsync(now, copied, cancellationToken));
            if (store.FactsVersion == now.Version && await _facts.DifferenceAsync(now) is { } difference)
            {
                findings.Add(new Finding(FindingKind.FactsDiffer, 1, difference));
            }

            if (!await _lists.IsLoadedAsync(now))
            {
                findings.Add(new Finding(FindingKind.MemberListMissing, now.MemberListSize, now.MemberListName));
            }

            (rows, tickets) = (queue.Rows, store.Admitted);
        }

        return new ReconcileReport(
            campaign.Slug, rows, tickets, findings, IsRepaired: false, _clock.Now.ToDateTimeOffset(), Stopwatch.GetElapsedTime(started));
    }

    private static IEnumerable<Finding> FindingsOf(Campaign campaign, StoreBooks store, QueueComparison.Outcome queue)
    {
        if (store.FactsVersion != campaign.Version)
        {
            yield return new Finding(
                store.FactsVersion == 0 ? FindingKind.FactsMissing : FindingKind.FactsDiffer, 1,
                string.Create(CultureInfo.InvariantCulture, $"{store.FactsVersion} ≠ {campaign.Version}"));
        }

        if (queue.Missing > 0)
        {
            yield return new Finding(FindingKind.TicketsMissing, queue.Missing, queue.FirstMissing);
        }

        if (queue.Differing > 0)
        {
            yield return new Finding(FindingKind.TicketsDiffer, queue.Differing, queue.FirstDiffering);
        }

        if (store.UpToWatermark > queue.UpToWatermark)
        {
            yield return new Finding(
                FindingKind.Strays, store.UpToWatermark - queue.UpToWatermark, string.Create(CultureInfo.InvariantCulture, $"≤ {campaign.Watermark}"));
        }
    }

    // The copy follows the commit by a moment: behind is only what stays behind.
    private async Task<Finding[]> ProgressAsync(Campaign campaign, long copied, CancellationToken cancellationToken)
    {
        if (copied > campaign.Watermark)
        {
            return [Differing(FindingKind.ProgressAhead, copied)];
        }

        for (int look = 1; ; look++)
        {
            long copy = (await _books.ReadAsync(campaign)).WatermarkCopy;
            if (copy >= campaign.Watermark)
            {
                return [];
            }

            if (look == CopyLooksMax)
            {
                return [Differing(FindingKind.ProgressBehind, copy)];
            }

            await Task.Delay(BetweenLooks, cancellationToken);
        }

        Finding Differing(FindingKind kind, long copy) => new(kind, 1, string.Create(CultureInfo.InvariantCulture, $"{copy} ≠ {campaign.Watermark}"));
    }

    // Counters first: what follows compares with them. One transaction with the entry: nothing is mended that isn't written down.
    private async Task MendBooksAsync(Campaign campaign, ReconcileReport found, Actor by, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await _databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (found.Findings.Any(finding => finding.Kind == FindingKind.CounterWrong))
        {
            await BooksLedger.RepairAsync(db, campaign.Id, cancellationToken);
        }

        AuditTrail.Write(db, _clock.Now, by, AuditAction.ReconcileCampaign, campaign.Slug, change: Mended.Of(found));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    // Tickets before facts: facts open admission.
    private async Task MendStoreAsync(Campaign campaign, ReconcileReport found, CancellationToken cancellationToken)
    {
        HashSet<FindingKind> kinds = [.. found.Findings.Select(finding => finding.Kind)];
        if (campaign.SealedAt is not null)
        {
            return;
        }

        if (kinds.Overlaps([FindingKind.TicketsMissing, FindingKind.TicketsDiffer]))
        {
            await _queue.RunAsync(campaign, repair: true, cancellationToken);
        }

        if (kinds.Contains(FindingKind.Strays))
        {
            await _drainer.RescanAsync(campaign.Id, cancellationToken);
        }

        if (kinds.Contains(FindingKind.ProgressAhead))
        {
            await _warmer.ResetProgressAsync(campaign.Id, cancellationToken);
        }

        await _warmer.WarmAsync(campaign.Id, cancellationToken);
    }

    private async Task<Campaign?> FindAsync(string slug, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await _databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Campaign>().AsNoTracking().SingleOrDefaultAsync(c => c.Slug == slug, cancellationToken);
    }
}
