using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Operators;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CouponAdmin.Core.Issuance;

/// <summary>Keeps a member from claiming, in all campaigns, and from signing in; and lets them in again. Coupons already given stay as they are.</summary>
public sealed class DisableMember(IDbContextFactory<CouponDbContext> databases, DisabledMembers members, StoreClock clock)
{
    /// <summary>
    /// Refused with <see cref="RefusalKind.AlreadyDisabled"/>, with <see cref="RefusalKind.TooManyDisabled"/> when as many are as may be, and with
    /// <see cref="RefusalKind.StaffAccount"/> for somebody who works here: an operator must not lock an administrator out.
    /// </summary>
    public async Task<Result<DisabledMember>> DisableAsync(string member, string? reason, Actor by, CancellationToken cancellationToken)
    {
        if (ProblemsOf(member, reason) is { } invalid)
        {
            return invalid;
        }

        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await IsStaffAsync(db, member, cancellationToken))
        {
            return new Refusal(RefusalKind.StaffAccount, $"'{member}' is the account of somebody who works here; an administrator locks such accounts.");
        }

        if (await db.Set<DisabledMember>().AnyAsync(d => d.Member == member, cancellationToken))
        {
            return AlreadyDisabled(member);
        }

        if (await db.Set<DisabledMember>().CountAsync(cancellationToken) >= DisabledMembers.DisabledMembersMax)
        {
            return new Refusal(RefusalKind.TooManyDisabled, $"{DisabledMembers.DisabledMembersMax} members are disabled, which is the most; enable some first.")
            {
                Bound = DisabledMembers.DisabledMembersMax,
            };
        }

        DisabledMember disabled = new() { Member = member, At = clock.Now, Reason = reason! };
        db.Add(disabled);
        AuditTrail.Write(db, disabled.At, by, AuditAction.DisableMember, member, reason);
        try
        {
            return Result<DisabledMember>.Saved(disabled, await CommitAsync(db, transaction, cancellationToken));
        }
        catch (DbUpdateException e) when (DataErrors.Is(e))
        {
            return AlreadyDisabled(member);
        }
    }

    /// <summary>Refused with <see cref="RefusalKind.NotDisabled"/>. Gives what stood there.</summary>
    public async Task<Result<DisabledMember>> EnableAsync(string member, string? reason, Actor by, CancellationToken cancellationToken)
    {
        if (ProblemsOf(member, reason) is { } invalid)
        {
            return invalid;
        }

        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.Set<DisabledMember>().SingleOrDefaultAsync(d => d.Member == member, cancellationToken) is not { } disabled)
        {
            return new Refusal(RefusalKind.NotDisabled, $"'{member}' is not disabled.");
        }

        db.Remove(disabled);
        AuditTrail.Write(db, clock.Now, by, AuditAction.EnableMember, member, reason, new Enabled(disabled.At.ToDateTimeOffset(), disabled.Reason));
        return Result<DisabledMember>.Saved(disabled, await CommitAsync(db, transaction, cancellationToken));
    }

    private static Refusal AlreadyDisabled(string member) => new(RefusalKind.AlreadyDisabled, $"'{member}' is disabled already.");

    /// <summary>What is wrong with a member's id and a reason; null when both are fine.</summary>
    internal static Refusal? ProblemsOf(string? member, string? reason)
    {
        FieldProblem[] problems =
        [
            .. MemberId.IsValid(member) ? [] : new[] { new FieldProblem("member", string.IsNullOrEmpty(member) ? FieldRule.Required : FieldRule.NotText) },
            .. CampaignDraftRules.ReasonProblems(reason),
        ];
        return problems.Length == 0 ? null : Refusal.Invalid(problems);
    }

    // This instance knows at once unless the database is away just then; the others within a second.
    private async Task<bool> CommitAsync(CouponDbContext db, IDbContextTransaction transaction, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return await members.TryRenewAsync();
    }

    private sealed record Enabled(DateTimeOffset DisabledAt, string DisabledFor) : IAuditChange;

    internal static Task<bool> IsStaffAsync(CouponDbContext db, string member, CancellationToken cancellationToken) => db.UserRoles
        .Where(u => u.UserId == member).Join(db.Roles, u => u.RoleId, r => r.Id, (_, role) => role.Name).AnyAsync(name => name != Roles.Member, cancellationToken);
}
