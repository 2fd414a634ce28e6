using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;

namespace CouponAdmin.Core.Campaigns;

/// <summary>What an operator's act does to a campaign's row: gives the refusal, or null when it changed the row.</summary>
internal delegate ValueTask<Refusal?> CampaignAct(Campaign campaign, StoreTime now);

/// <summary>One operator's act: locks the row, lets the act decide, writes the audit entry, raises the version, commits; then the store's facts.</summary>
/// <remarks>Database first, then facts: a crash between leaves the store with older facts, which the next books check renews.</remarks>
public sealed class CampaignChange(
    IDbContextFactory<CouponDbContext> databases, CampaignFacts facts, CampaignCatalogue catalogue, StoreConnections store, StoreClock clock)
{
    internal async Task<Result<CampaignView>> RunAsync(
        string slug, Actor by, string action, string? reason, CampaignAct act, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await CampaignLock.BySlugAsync(db, slug, cancellationToken) is not { } campaign)
        {
            return Unknown(slug);
        }

        object before = Snapshot(campaign);
        if (await act(campaign, clock.Now) is { } refusal)
        {
            return refusal;
        }

        campaign.Version++;
        AuditTrail.Write(db, clock.Now, by, action, slug, reason, new { before, after = Snapshot(campaign) });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        try
        {
            await facts.PutOnSaleAsync(campaign.Id);
        }
        catch (Exception e) when (Outage.Is(e))
        {
            store.AskForCheck();
            return new Refusal(RefusalKind.StoreUnavailable, "The change is saved; it takes effect as soon as the store answers again.");
        }

        return await catalogue.ViewAsync(campaign);
    }

    internal static Refusal Unknown(string slug) => new(RefusalKind.UnknownCampaign, $"There is no campaign '{slug}'.");

    internal static Refusal WrongState(CampaignState state, string act) =>
        new(RefusalKind.WrongState, $"A campaign that is {state.ToString().ToLowerInvariant()} can't be {act}.");

    private static object Snapshot(Campaign c) => new { c.Quantity, c.IsPublished, c.IsPaused, c.IsClosed, c.AsksProof, c.IsArchived, c.Name, c.OpensAt, c.ClosesAt };
}
