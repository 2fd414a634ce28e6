using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance.Eligibility;

/// <summary>Lets the members of a file claim in a campaign, and nobody else: before it is published, or in mid-sale in place of another list.</summary>
/// <remarks>
/// The file goes to the database, then to the store, both under a name that nothing knows yet; the campaign's row and its facts take the name last.
/// So every claim is judged by the list of before or by the whole new one. Whoever holds a ticket keeps it.
/// </remarks>
public sealed class ReplaceMemberList : IDisposable
{
    private const string FileField = "file";

    private readonly SemaphoreSlim _turns = new(MemberListRules.ImportsAtOnce);
    private readonly IDbContextFactory<CouponDbContext> _databases;
    private readonly CampaignChange _change;
    private readonly MemberListWriter _writer;
    private readonly MemberListLoader _loader;
    private readonly OldMemberLists _old;
    private readonly StoreClock _clock;

    internal ReplaceMemberList(
        IDbContextFactory<CouponDbContext> databases, CampaignChange change, MemberListWriter writer, MemberListLoader loader, OldMemberLists old, StoreClock clock) =>
        (_databases, _change, _writer, _loader, _old, _clock) = (databases, change, writer, loader, old, clock);

    /// <summary>
    /// Refused with <see cref="RefusalKind.WrongState"/> when the sale is over, with <see cref="RefusalKind.InvalidInput"/> for a file without a member or
    /// with more than <see cref="MemberListRules.MembersMax"/>, and with <see cref="RefusalKind.ChangedMeanwhile"/>. Nothing is changed then.
    /// </summary>
    /// <param name="seen">Which campaign.</param>
    /// <param name="file">UTF-8, read once from where it stands to its end.</param>
    /// <param name="kind">How it is written.</param>
    /// <param name="progress">Hears how many members are read.</param>
    public async Task<Result<MemberListImport>> ExecuteAsync(
        CampaignSeen seen, Stream file, ListFileKind kind, Actor by, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            await using CouponDbContext db = await _databases.CreateDbContextAsync(cancellationToken);
            Campaign? campaign = await db.Set<Campaign>().AsNoTracking().SingleOrDefaultAsync(c => c.Slug == seen.Slug, cancellationToken);
            if (campaign is null)
            {
                return CampaignChange.Unknown(seen.Slug);
            }

            if (Over(campaign, _clock.Now) is { } over)
            {
                return over;
            }

            MemberList list = new() { CampaignId = campaign.Id, Key = Guid.NewGuid(), ImportedAt = _clock.Now };
            db.Add(list);
            await db.SaveChangesAsync(cancellationToken);
            return await ImportAsync(campaign, list, seen, file, kind, by, progress, cancellationToken);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    private async Task<Result<MemberListImport>> ImportAsync(
        Campaign campaign, MemberList list, CampaignSeen seen, Stream file, ListFileKind kind, Actor by, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        bool mayBeInForce = false;
        try
        {
            MemberListReport? report = await _writer.WriteAsync(list.Id, file, kind, progress, cancellationToken);
            if (report is not { Members: > 0 })
            {
                return Refusal.Invalid([report is null ? new FieldProblem(FileField, FieldRule.TooMany, Max: MemberListRules.MembersMax) : new FieldProblem(FileField, FieldRule.Required)]);
            }

            await TryLoadAsync(campaign, list, cancellationToken);
            mayBeInForce = true;
            Result<CampaignView> result = await SwitchAsync(campaign.Key, list.Key, report.Members, seen, by);
            mayBeInForce = result.Value is not null;
            return result.TryGet(out CampaignView? view, out Refusal? refusal)
                ? Result<MemberListImport>.Saved(new MemberListImport(view, report), result.IsInForce)
                : refusal;
        }
        finally
        {
            // A commit that nobody saw end may have been one: the daily housekeeping looks at the row.
            if (!mayBeInForce)
            {
                await _old.TryRemoveAsync(campaign.Key, list.Key);
            }
        }
    }

    private async Task<Result<CampaignView>> SwitchAsync(Guid campaignKey, Guid list, int size, CampaignSeen seen, Actor by)
    {
        Guid? before = null;
        Result<CampaignView> result = await _change.RunAsync(seen, by, AuditAction.ReplaceMemberList, null, (campaign, now) =>
        {
            if (Over(campaign, now) is { } over)
            {
                return ValueTask.FromResult<Refusal?>(over);
            }

            before = campaign.MemberListKey;
            (campaign.MemberListKey, campaign.MemberListSize) = (list, size);
            return ValueTask.FromResult<Refusal?>(null);
        }, CancellationToken.None);
        if (result.Value is not null && before is { } replaced)
        {
            await _old.TryRemoveAsync(campaignKey, replaced);
        }

        return result;
    }

    // Whatever the store says: the facts then name a list that it doesn't hold, and the first claim or the books check loads it.
    private async Task TryLoadAsync(Campaign campaign, MemberList list, CancellationToken cancellationToken)
    {
        try
        {
            if (campaign.IsPublished)
            {
                await _loader.LoadAsync(campaign.Key, list.Key, cancellationToken);
            }
        }
        catch (Exception e) when (Outage.Is(e) && !cancellationToken.IsCancellationRequested)
        {
            // Nothing is lost: the database has the list.
        }
    }

    internal static Refusal? Over(Campaign campaign, StoreTime now) => campaign.StateAt(now, remaining: null) is CampaignState.Closed or CampaignState.Archived
        ? CampaignChange.WrongState(campaign.StateAt(now, remaining: null), "given another member list")
        : null;
}
