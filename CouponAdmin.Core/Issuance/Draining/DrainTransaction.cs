using System.Diagnostics;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Coupons;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance.Quarantine;
using CouponAdmin.Core.Issuance.Pools;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using CouponAdmin.Core.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance.Draining;

/// <summary>What a committed drain changed.</summary>
/// <param name="Campaign">The row after the commit.</param>
/// <param name="Rows">How many rows were written.</param>
/// <param name="LastTicket">The last ticket of the part that was recorded.</param>
/// <param name="ChangedVoid">Tickets that hold no unit came to be: the store's facts are older now.</param>
internal sealed record DrainedSlice(Campaign Campaign, int Rows, long LastTicket, bool ChangedVoid);

/// <summary>One transaction: rows, issued, recorded, watermark; all or nothing, under the campaign's lock.</summary>
internal sealed class DrainTransaction(IDbContextFactory<CouponDbContext> databases, CodeSource codes, IssuanceOptions options)
{
    /// <summary>How often a code that another member has is derived anew before the claim is quarantined.</summary>
    public const int CodeAttemptsMax = 4;

    /// <summary>
    /// Records a slice, or the front part of it: a data error halves the slice until it fits or one claim is left, which is quarantined.
    /// Gives null when the campaign moved since <paramref name="seen"/> was read: another drainer was first, or the store lost data.
    /// </summary>
    /// <param name="seen">The row as read before the queue was.</param>
    /// <param name="slice">Claims in ticket order, at least one.</param>
    /// <param name="now">The store's clock.</param>
    public async Task<DrainedSlice?> RecordAsync(Campaign seen, List<QueuedClaim> slice, StoreTime now, CancellationToken cancellationToken)
    {
        using Activity? span = ProductTraces.Under("drain transaction");
        CouponCodes source = await codes.GetAsync(cancellationToken);

        // Above the watermark nothing is recorded, unless store and database tell two stories: the unique indexes find that out without a look-up for every claim.
        if (slice[0].Ticket > seen.Watermark && await TryCommitAsync(seen, slice, now, source, Rows.AllNew, cancellationToken) is { IsStored: true } first)
        {
            return first.Drained;
        }

        for (int take = slice.Count; take > 1; take /= 2)
        {
            // Some row can't be stored while its neighbours can: look for it in the front half.
            if (await TryCommitAsync(seen, slice[..take], now, source, Rows.SomeKnown, cancellationToken) is { IsStored: true } part)
            {
                return part.Drained;
            }
        }

        return await RecordOneAsync(seen, slice[0], now, source, cancellationToken);
    }

    /// <summary>False for a data error: some row of these can't be stored as it is.</summary>
    private async Task<(bool IsStored, DrainedSlice? Drained)> TryCommitAsync(
        Campaign seen, List<QueuedClaim> slice, StoreTime now, CouponCodes source, Rows rows, CancellationToken cancellationToken)
    {
        try
        {
            return (true, await CommitAsync(seen, slice, now, (plan, claims) => plan.RowsOf(claims), source, rows, cancellationToken));
        }
        catch (Exception e) when (DataErrors.Is(e))
        {
            return (false, null);
        }
    }

    private async Task<DrainedSlice?> RecordOneAsync(Campaign seen, QueuedClaim claim, StoreTime now, CouponCodes source, CancellationToken cancellationToken)
    {
        string reason = "";
        for (int attempt = 0; attempt < CodeAttemptsMax; attempt++)
        {
            try
            {
                int tried = attempt;
                return await CommitAsync(seen, [claim], now, (plan, claims) => plan.RowsOf(claims, tried), source, Rows.SomeKnown, cancellationToken);
            }
            catch (Exception e) when (DataErrors.Is(e))
            {
                // Another member's code is the same, or this row can't be stored at all: the attempts tell which.
                reason = DataErrors.CodeOf(e);
            }
        }

        QuarantinedClaim note = new()
        {
            CampaignId = seen.Id, Ticket = claim.Ticket, MemberBase64 = QuarantinedClaim.Encode(claim.Member), Reason = reason, At = now,
        };
        try
        {
            return await CommitAsync(seen, [claim], now, (plan, claims) => claims.ConvertAll(plan.Quarantine), source, Rows.SomeKnown, cancellationToken, note);
        }
        catch (Exception e) when (DataErrors.Is(e))
        {
            // The row can't even hold its member, or the database can't be asked for it: a stand-in takes the place, so that those behind are not held up.
            return await CommitAsync(
                seen, [claim], now, (plan, claims) => claims.ConvertAll(c => plan.Quarantine(c with { Member = QuarantinedClaim.StandIn(c.Ticket) })), source,
                Rows.KnownByTicket, cancellationToken, note);
        }
    }

    private async Task<DrainedSlice?> CommitAsync(
        Campaign seen, List<QueuedClaim> slice, StoreTime now, Func<DrainPlan, List<QueuedClaim>, List<IssuanceRecord>> rowsOf, CouponCodes source,
        Rows known, CancellationToken cancellationToken, QuarantinedClaim? note = null)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        Campaign campaign = await CampaignLock.ByIdAsync(db, seen.Id, cancellationToken);
        if (campaign.Watermark != seen.Watermark || campaign.Epoch != seen.Epoch)
        {
            return null;
        }

        DrainPlan plan = new(campaign, now, campaign.QueueTtl ?? options.QueueTtl, await NumberedCodes.ReadAsync(db, campaign, source, slice.Count, cancellationToken));
        List<IssuanceRecord> rows = rowsOf(plan, await NewOfAsync(db, campaign.Id, slice, known, cancellationToken));
        if (note is not null && rows.Exists(r => r.Status == ClaimStatus.Quarantined))
        {
            db.Add(note);
        }

        await IssuanceInsert.RunAsync(db, rows, cancellationToken);
        FailPoint.Pass(FailPoint.DrainInTransaction);

        int voidBefore = campaign.Voided;
        campaign.Issued += rows.Count(r => r.Status == ClaimStatus.Issued);
        campaign.Quarantined += rows.Count(r => r.Status == ClaimStatus.Quarantined);
        campaign.Voided += rows.Count(r => r.Status is ClaimStatus.QueueExpired or ClaimStatus.Refused);
        campaign.Recorded += rows.Count;
        campaign.Watermark = Math.Max(campaign.Watermark, slice[^1].Ticket);
        bool changedVoid = campaign.Voided != voidBefore;
        campaign.Version += changedVoid ? 1 : 0;
        await db.SaveChangesAsync(cancellationToken);
        FailPoint.Pass(FailPoint.DrainBeforeCommit);
        await transaction.CommitAsync(cancellationToken);
        FailPoint.Pass(FailPoint.DrainAfterCommit);
        return new DrainedSlice(campaign, rows.Count, slice[^1].Ticket, changedVoid);
    }

    private static Task<List<QueuedClaim>> NewOfAsync(CouponDbContext db, long campaignId, List<QueuedClaim> slice, Rows known, CancellationToken cancellationToken) => known switch
    {
        Rows.AllNew => Task.FromResult(slice),
        Rows.SomeKnown => WithoutRowAsync(db, campaignId, slice, cancellationToken),
        Rows.KnownByTicket => WithoutTicketAsync(db, campaignId, slice, cancellationToken),
    };

    // Names no member: what the database can't hold it can't be asked for either.
    private static async Task<List<QueuedClaim>> WithoutTicketAsync(CouponDbContext db, long campaignId, List<QueuedClaim> slice, CancellationToken cancellationToken)
    {
        (long first, long last) = (slice[0].Ticket, slice[^1].Ticket);
        List<long> recorded = await db.Set<IssuanceRecord>().Where(i => i.CampaignId == campaignId && i.Ticket >= first && i.Ticket <= last)
            .Select(i => i.Ticket).ToListAsync(cancellationToken);
        return slice.FindAll(claim => !recorded.Contains(claim.Ticket));
    }

    private static async Task<List<QueuedClaim>> WithoutRowAsync(CouponDbContext db, long campaignId, List<QueuedClaim> slice, CancellationToken cancellationToken)
    {
        HashSet<string> recorded = await RecordedAsync(db, campaignId, slice, cancellationToken);
        HashSet<long> unstorable = await UnstorableAsync(db, campaignId, slice, cancellationToken);
        return slice.FindAll(claim => !recorded.Contains(claim.Member) && !unstorable.Contains(claim.Ticket));
    }

    // Rows with a stand-in are not found by their member.
    private static async Task<HashSet<long>> UnstorableAsync(CouponDbContext db, long campaignId, List<QueuedClaim> slice, CancellationToken cancellationToken)
    {
        (long first, long last) = (slice[0].Ticket, slice[^1].Ticket);
        return [.. await db.Set<QuarantinedClaim>().Where(q => q.CampaignId == campaignId && q.Ticket >= first && q.Ticket <= last)
            .Select(q => q.Ticket).ToListAsync(cancellationToken)];
    }

    private static async Task<HashSet<string>> RecordedAsync(
        CouponDbContext db, long campaignId, List<QueuedClaim> slice, CancellationToken cancellationToken)
    {
        string[] members = [.. slice.Select(claim => claim.Member)];
        List<string> found = await db.RowsOf(campaignId, members).Select(i => i.Member).ToListAsync(cancellationToken);
        return found.ToHashSet(StringComparer.Ordinal);
    }

    private enum Rows
    {
        /// <summary>No claim has a row: one that has all the same is refused by an index.</summary>
        AllNew,

        /// <summary>Claims that have a row are looked up first.</summary>
        SomeKnown,

        /// <summary>The same by ticket alone, for a member that the database can't be asked for.</summary>
        KnownByTicket,
    }
}
