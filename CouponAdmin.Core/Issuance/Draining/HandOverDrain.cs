using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance.Draining;

/// <summary>Another instance shall drain a campaign.</summary>
/// <param name="From">The instance that drained it until now.</param>
public sealed record DrainHandedOver(string From) : IAuditChange;

/// <summary>Takes the draining of a campaign from the instance that does it, at an operator's wish: another takes it as soon as a claim waits.</summary>
/// <remarks>Where no other instance takes it, the same one does again when the lease that was taken from it would have ended.</remarks>
public sealed class HandOverDrain
{
    private readonly IDbContextFactory<CouponDbContext> _databases;
    private readonly DrainLease _lease;
    private readonly StoreClock _clock;

    internal HandOverDrain(IDbContextFactory<CouponDbContext> databases, DrainLease lease, StoreClock clock) => (_databases, _lease, _clock) = (databases, lease, clock);

    /// <summary>Refused with <see cref="RefusalKind.WrongState"/> while nobody drains the campaign: there is nothing to hand over.</summary>
    public async Task<Result<DrainHandedOver>> ExecuteAsync(string slug, Actor by, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await _databases.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Campaign>().AsNoTracking().SingleOrDefaultAsync(c => c.Slug == slug, cancellationToken) is not { } campaign)
        {
            return CampaignChange.Unknown(slug);
        }

        try
        {
            if (await _lease.HandOverAsync(campaign.Key) is not { } from)
            {
                return new Refusal(RefusalKind.WrongState, "No instance drains the campaign at this moment, so there is nothing to hand over.");
            }

            DrainHandedOver done = new(from);
            AuditTrail.Write(db, _clock.Now, by, AuditAction.HandOverDrain, slug, change: done);
            await db.SaveChangesAsync(CancellationToken.None);
            return done;
        }
        catch (Exception e) when (Outage.Is(e))
        {
            return new Refusal(RefusalKind.StoreUnavailable, "The store doesn't answer, so nothing was handed over. Ask again.");
        }
    }
}
