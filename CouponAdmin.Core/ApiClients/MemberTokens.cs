using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Operators;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Core.ApiClients;

/// <summary>For whom a client may have a token, and until when.</summary>
public sealed record MemberGrant(string Member, DateTimeOffset ExpiresAt);

/// <summary>How many seconds a client may have somebody's token, session or link for.</summary>
public sealed record LifeBounds(int Min, int Default, int Max);

/// <summary>Decides whether a client may have a member's token. Such a token carries the role "Member" and nothing more.</summary>
public sealed class MemberTokens(IDbContextFactory<CouponDbContext> databases, StoreClock clock)
{
    public const int LifetimeSecondsMin = 60;
    public const int LifetimeSecondsDefault = 600;
    public const int LifetimeSecondsMax = 3_600;

    /// <summary>A session on the shop's own page: a page asks for another when it has run out.</summary>
    public static readonly LifeBounds ClaimSession = new(Min: 60, Default: 300, Max: 900);

    /// <summary>A session on our own pages of a member whom a shop handed over; it isn't prolonged.</summary>
    public static readonly LifeBounds HandedOver = new(LifetimeSecondsMax, LifetimeSecondsMax, LifetimeSecondsMax);

    private static readonly LifeBounds MemberToken = new(LifetimeSecondsMin, LifetimeSecondsDefault, LifetimeSecondsMax);

    /// <summary>The longest life of a token that a client can have or ask for.</summary>
    public static readonly TimeSpan LifetimeMax = TimeSpan.FromSeconds(LifetimeSecondsMax);

    /// <summary>
    /// Refused with <see cref="RefusalKind.InvalidInput"/> for an id that no member can have, another role than member or a life outside the limits;
    /// with <see cref="RefusalKind.StaffAccount"/> for the id of somebody who works here; with <see cref="RefusalKind.WrongState"/> when the client has ended.
    /// </summary>
    /// <param name="clientId">Who asks.</param>
    /// <param name="member">Whose token.</param>
    /// <param name="role">Null, or <see cref="Roles.Member"/>.</param>
    /// <param name="lifetimeSeconds">Null: <see cref="LifetimeSecondsDefault"/>. The client's own end comes first.</param>
    public Task<Result<MemberGrant>> GrantAsync(string clientId, string? member, string? role, int? lifetimeSeconds, CancellationToken cancellationToken) =>
        GrantAsync(clientId, member, role, lifetimeSeconds, MemberToken, cancellationToken);

    /// <summary>The same for something with other limits; the role is a member's.</summary>
    public Task<Result<MemberGrant>> GrantForAsync(string clientId, string? member, int? lifetimeSeconds, LifeBounds bounds, CancellationToken cancellationToken) =>
        GrantAsync(clientId, member, role: null, lifetimeSeconds, bounds, cancellationToken);

    private async Task<Result<MemberGrant>> GrantAsync(
        string clientId, string? member, string? role, int? lifetimeSeconds, LifeBounds bounds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        int seconds = lifetimeSeconds ?? bounds.Default;
        if (Check(member, role, seconds, bounds) is { Count: > 0 } problems)
        {
            return Refusal.Invalid(problems);
        }

        await using CouponDbContext db = await databases.CreateDbContextAsync(cancellationToken);
        ApiClient? client = await db.Set<ApiClient>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == clientId, cancellationToken);
        StoreTime now = clock.Now;
        if (client is null)
        {
            return ApiClientChange.Unknown(clientId);
        }

        if (client.StateAt(now) is not ApiClientState.Active and var state)
        {
            return ApiClientChange.NotActive(state);
        }

        if (await DisableMember.IsStaffAsync(db, member!, cancellationToken))
        {
            return new Refusal(RefusalKind.StaffAccount, $"'{member}' is the account of somebody who works here.");
        }

        StoreTime end = now + TimeSpan.FromSeconds(seconds);
        return new MemberGrant(member!, (client.ExpiresAt is { } clientEnd && clientEnd < end ? clientEnd : end).ToDateTimeOffset());
    }

    private static List<FieldProblem> Check(string? member, string? role, int seconds, LifeBounds bounds)
    {
        List<FieldProblem> problems = [];
        if (string.IsNullOrEmpty(member))
        {
            problems.Add(new FieldProblem("member", FieldRule.Required));
        }
        else if (member.Length > MemberId.LengthMax)
        {
            problems.Add(new FieldProblem("member", FieldRule.TooLong, Max: MemberId.LengthMax));
        }
        else if (!MemberId.IsValid(member))
        {
            problems.Add(new FieldProblem("member", FieldRule.NotText));
        }

        if (role is not (null or Roles.Member))
        {
            problems.Add(new FieldProblem("role", FieldRule.UnknownValue));
        }

        if (seconds < bounds.Min || seconds > bounds.Max)
        {
            problems.Add(new FieldProblem("lifetimeSeconds", FieldRule.OutOfRange, bounds.Min, bounds.Max));
        }

        return problems;
    }
}
