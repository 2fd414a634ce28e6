using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Events;
using CouponAdmin.Core.Issuance.Eligibility;
using CouponAdmin.Core.Issuance.Quarantine;
using CouponAdmin.Core.Issuance.Refusals;
using CouponAdmin.Core.Issuance.Tally;
using CouponAdmin.Core.Operators;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Issuance;

/// <summary>Takes a person out of what is kept, at their wish (GDPR, article 17), and leaves the books as they are.</summary>
/// <remarks>
/// Their account goes. Rows stay, under one made-up name that leads back to nobody: numbers, counts and codes still add up. Coupons stay valid.
/// The audit is append-only and keeps the id where it named it. A sale that isn't over still needs to know its members: until then it is refused.
/// </remarks>
public sealed class EraseMember
{
    private readonly IDbContextFactory<CouponDbContext> _databases;
    private readonly QueuedClaims _queued;
    private readonly DisabledMembers _disabled;
    private readonly StoreClock _clock;

    internal EraseMember(IDbContextFactory<CouponDbContext> databases, QueuedClaims queued, DisabledMembers disabled, StoreClock clock) =>
        (_databases, _queued, _disabled, _clock) = (databases, queued, disabled, clock);

    /// <summary>
    /// Gives the name that stands in their place. Refused with <see cref="RefusalKind.InvalidInput"/>, <see cref="RefusalKind.StaffAccount"/>,
    /// <see cref="RefusalKind.StillInSale"/> while they hold a ticket of a sale that isn't over, <see cref="RefusalKind.StoreUnavailable"/> when that can't be said,
    /// and <see cref="RefusalKind.UnknownAccount"/> when nothing is kept of them.
    /// </summary>
    public async Task<Result<string>> ExecuteAsync(string? member, string? reason, Actor by, CancellationToken cancellationToken)
    {
        if (DisableMember.ProblemsOf(member, reason) is { } invalid)
        {
            return invalid;
        }

        IReadOnlyList<MyCoupon>? waiting = await _queued.FindAsync(member!, cancellationToken);
        if (waiting is null)
        {
            return new Refusal(RefusalKind.StoreUnavailable, "The store can't say now whether a claim of theirs waits; ask again.");
        }

        await using CouponDbContext db = await _databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await DisableMember.IsStaffAsync(db, member!, cancellationToken))
        {
            return new Refusal(RefusalKind.StaffAccount, $"'{member}' is the account of somebody who works here.");
        }

        if (waiting.Count > 0 || await IsInSaleAsync(db, member!, cancellationToken))
        {
            return new Refusal(RefusalKind.StillInSale, $"'{member}' holds a ticket of a sale that isn't over; erase them after its end.");
        }

        string erased = $"erased-{Guid.NewGuid():N}";
        if (await RenameAsync(db, member!, erased, _clock.Now, cancellationToken) == 0)
        {
            return new Refusal(RefusalKind.UnknownAccount, $"Nothing is kept of '{member}'.");
        }

        StoreTime now = _clock.Now;
        AuditTrail.Write(db, now, by, AuditAction.EraseMember, erased, reason);
        await TellAsync(db, erased, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await _disabled.TryRenewAsync();
        return erased;
    }

    // A sealed campaign asks its queue no more, and its rows' members are only for looking up.
    private static Task<bool> IsInSaleAsync(CouponDbContext db, string member, CancellationToken cancellationToken) => db.Set<IssuanceRecord>()
        .Where(i => i.Member == member).Join(db.Set<Campaign>(), i => i.CampaignId, c => c.Id, (_, c) => c.SealedAt).AnyAsync(at => at == null, cancellationToken);

    // Programs learn which coupons it was by their numbers and codes, and who it was by nothing of ours.
    private static async Task TellAsync(CouponDbContext db, string erased, StoreTime now, CancellationToken cancellationToken)
    {
        var coupons = await db.Set<IssuanceRecord>().Where(i => i.Member == erased && i.Number != null).OrderBy(i => i.CampaignId)
            .Select(i => new { i.CampaignId, i.Ticket, i.Number }).ToListAsync(cancellationToken);
        coupons.ForEach(coupon => EventTrail.Write(db, EventKind.CouponErased, coupon.CampaignId, coupon.Ticket, coupon.Number!.Value, now));
    }

    /// <summary>Gives how many rows named them.</summary>
    private static async Task<int> RenameAsync(CouponDbContext db, string member, string erased, StoreTime? now, CancellationToken cancellationToken)
    {
        (string encoded, string encodedErased) = (QuarantinedClaim.Encode(member), QuarantinedClaim.Encode(erased));
        return await db.Set<IssuanceRecord>().Where(i => i.Member == member).ExecuteUpdateAsync(set => set.SetProperty(i => i.Member, erased).SetProperty(i => i.ChangedAt, now), cancellationToken)
            + await db.Set<RefusedClaim>().Where(r => r.Member == member).ExecuteUpdateAsync(set => set.SetProperty(r => r.Member, erased), cancellationToken)
            + await db.Set<FrequentAsker>().Where(a => a.Member == member).ExecuteUpdateAsync(set => set.SetProperty(a => a.Member, erased), cancellationToken)
            + await db.Set<QuarantinedClaim>().Where(q => q.MemberBase64 == encoded).ExecuteUpdateAsync(set => set.SetProperty(q => q.MemberBase64, encodedErased), cancellationToken)
            + await OldMemberLists.TakeOffAsync(db, member, now, cancellationToken)
            + await db.Set<DisabledMember>().Where(d => d.Member == member).ExecuteDeleteAsync(cancellationToken)
            + await db.Users.Where(u => u.Id == member).ExecuteDeleteAsync(cancellationToken);
    }
}
