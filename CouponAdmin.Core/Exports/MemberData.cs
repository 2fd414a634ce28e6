using System.Text.Json;
using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Eligibility;
using CouponAdmin.Core.Issuance.Quarantine;
using CouponAdmin.Core.Issuance.Refusals;
using CouponAdmin.Core.Redemptions;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.Exports;

/// <summary>All that is kept of one member, for the person themselves (GDPR, articles 15 and 20).</summary>
public sealed class MemberData(IDbContextFactory<CouponDbContext> databases, MyClaims claims, StoreClock clock)
{
    /// <summary>For the member.</summary>
    public async Task<MemberFile> OfSelfAsync(string member, CancellationToken cancellationToken)
    {
        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        return await ReadAsync(db, member, cancellationToken);
    }

    /// <summary>For an administrator who was asked for it; that they took it home is written down.</summary>
    /// <returns>Refused with <see cref="RefusalKind.InvalidInput"/> when it is no member's id.</returns>
    public async Task<Result<MemberFile>> ExportAsync(string? member, Actor by, CancellationToken cancellationToken)
    {
        if (!MemberId.IsValid(member))
        {
            return Refusal.Invalid([new FieldProblem("member", member is null ? FieldRule.Required : FieldRule.NotText)]);
        }

        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        MemberFile file = await ReadAsync(db, member!, cancellationToken);
        AuditTrail.Write(db, clock.Now, by, AuditAction.ExportMember, member!);
        await db.SaveChangesAsync(cancellationToken);
        return file;
    }

    private async Task<MemberFile> ReadAsync(CouponDbContext db, string member, CancellationToken cancellationToken)
    {
        // The queue first, the rows second: what is recorded in between is there twice rather than not at all.
        MyClaimList waiting = await claims.ListAsync(member, 0, cancellationToken);
        var account = await db.Users.AsNoTracking().Where(u => u.Id == member)
            .Select(u => new MemberAccount(u.DisplayName, u.Email, u.PhoneNumber, u.TwoFactorEnabled)).SingleOrDefaultAsync(cancellationToken);
        Dictionary<long, string> slugs = await db.Set<Campaign>().ToDictionaryAsync(c => c.Id, c => c.Slug, cancellationToken);
        // Of a rehearsal's sale nothing is told: it is no campaign of theirs.
        List<IssuanceRecord> rows = await db.Set<IssuanceRecord>().AsNoTracking().Where(i => i.Member == member && db.Set<Campaign>().Any(c => c.Id == i.CampaignId))
            .OrderBy(i => i.Ticket).ToListAsync(cancellationToken);
        List<RefusedClaim> refusals = await db.Set<RefusedClaim>().AsNoTracking().Where(r => r.Member == member).ToListAsync(cancellationToken);
        string encoded = QuarantinedClaim.Encode(member);
        List<QuarantinedClaim> held = await db.Set<QuarantinedClaim>().AsNoTracking().Where(q => q.MemberBase64 == encoded).ToListAsync(cancellationToken);
        DisabledMember? disabled = await db.Set<DisabledMember>().AsNoTracking().SingleOrDefaultAsync(d => d.Member == member, cancellationToken);
        return new MemberFile(
            member, clock.Now.ToDateTimeOffset(), account,
            [.. rows.Select(r => new MemberClaim(slugs[r.CampaignId], r.Status.ToString(), r.Ticket, r.ClaimedAt.ToDateTimeOffset(), r.RecordedAt.ToDateTimeOffset(), r.Number, r.Code, r.RedeemedAt?.ToDateTimeOffset(), r.RevokedAt?.ToDateTimeOffset(), r.RevokeReason))],
            waiting.Queued?.Select(q => new MemberWaiting(q.Claim.Campaign, q.Claim.Ticket)).ToArray(),
            [.. refusals.OrderBy(r => r.At.Microseconds).Select(r => new MemberNote(slugs[r.CampaignId], r.Kind, r.At.ToDateTimeOffset())), .. held.Select(q => new MemberNote(slugs[q.CampaignId], "quarantined", q.At.ToDateTimeOffset()))],
            await RedemptionsAsync(db, member, cancellationToken),
            disabled is null ? null : new MemberNote("", disabled.Reason, disabled.At.ToDateTimeOffset()),
            await AuditAsync(db, member, account?.Email, cancellationToken),
            [.. (await MemberListViews.NamingAsync(db, member, cancellationToken)).Select(list => new MemberNote(slugs[list.CampaignId], "may claim", list.ImportedAt.ToDateTimeOffset()))]);
    }

    private static async Task<IReadOnlyList<MemberRedemption>> RedemptionsAsync(CouponDbContext db, string member, CancellationToken cancellationToken)
    {
        List<RedemptionRow> uses = await db.RedemptionRows().Where(r => r.Coupon.Member == member).OrderBy(r => r.Redemption.Id).ToListAsync(cancellationToken);
        return
        [
            .. uses.Select(use => use.Show()).Select(use => new MemberRedemption(
                use.Campaign, use.Code, use.OrderId, use.OrderAmount, use.Currency, use.Discount, use.RedeemedAt, use.RolledBackAt)),
        ];
    }

    /// <summary>What they did and what was done to them. Who of the staff did it stays with the staff.</summary>
    private static async Task<IReadOnlyList<MemberAct>> AuditAsync(CouponDbContext db, string member, string? email, CancellationToken cancellationToken)
    {
        string named = $"\"member\":{JsonSerializer.Serialize(member)}";
        List<AuditEntry> found = await db.Set<AuditEntry>().AsNoTracking()
            .Where(a => a.ActorId == member || a.Subject == member || (email != null && a.Subject == email) || (a.Change != null && a.Change.Contains(named)))
            .OrderBy(a => a.Id).ToListAsync(cancellationToken);
        return [.. found.Select(a => new MemberAct(a.At.ToDateTimeOffset(), a.Action, a.Subject, a.Reason, a.Change, a.ActorId == member, a.ActorId == member ? a.Address : null))];
    }
}

/// <summary>The file.</summary>
/// <param name="Waiting">Claims in the queue; null when the store can't say.</param>
/// <param name="Refusals">The first refusal of each kind, a campaign.</param>
/// <param name="Disabled">Since when and why they may not claim.</param>
/// <param name="Lists">The lists of members who may claim that they are on.</param>
public sealed record MemberFile(
    string Member, DateTimeOffset At, MemberAccount? Account, IReadOnlyList<MemberClaim> Claims, IReadOnlyList<MemberWaiting>? Waiting,
    IReadOnlyList<MemberNote> Refusals, IReadOnlyList<MemberRedemption> Redemptions, MemberNote? Disabled, IReadOnlyList<MemberAct> Audit,
    IReadOnlyList<MemberNote> Lists);

/// <summary>The account, where they have one here; of password and keys there are only hashes and public parts.</summary>
public sealed record MemberAccount(string Name, string? Email, string? Telephone, bool HasSecondStep);

/// <summary>One recorded claim.</summary>
public sealed record MemberClaim(
    string Campaign, string Status, long Ticket, DateTimeOffset ClaimedAt, DateTimeOffset RecordedAt, int? Number, string? Code, DateTimeOffset? RedeemedAt, DateTimeOffset? RevokedAt, string? RevokeReason);

/// <summary>One use of a coupon of theirs; amounts in the currency's smallest unit.</summary>
public sealed record MemberRedemption(
    string Campaign, string? Code, string OrderId, long OrderAmount, string Currency, long Discount, DateTimeOffset RedeemedAt, DateTimeOffset? RolledBackAt);

/// <summary>One claim that isn't recorded yet.</summary>
public sealed record MemberWaiting(string Campaign, long Ticket);

/// <summary>Something noted of them at a moment.</summary>
public sealed record MemberNote(string Campaign, string What, DateTimeOffset At);

/// <summary>One entry of the audit.</summary>
/// <param name="Address">Where their own act came from.</param>
public sealed record MemberAct(DateTimeOffset At, string Action, string Subject, string? Reason, string? Change, bool IsOwn, string? Address);
