using System.Security.Claims;
using CouponAdmin.Core.ApiClients;
using CouponAdmin.Web.Http;

namespace CouponAdmin.Web.Accounts;

/// <summary>When a member must leave whom an API client vouches for: their time is over, or the client is revoked.</summary>
internal sealed class VouchedTime(RevokedApiClients revoked, TimeProvider time)
{
    /// <summary>How often an open stream looks. With a look at the database each second, a revocation ends it well within five.</summary>
    public static readonly TimeSpan LooksEvery = TimeSpan.FromSeconds(1);

    /// <summary>Never for somebody for whom no client vouches.</summary>
    /// <remarks>With the same allowance for clocks as tokens have: a stream that ended sooner would be opened again at once, and end again.</remarks>
    public bool IsOver(ClaimsPrincipal user) =>
        user.PartyOf() is { } client && (revoked.Has(client) || (user.EndOf() is { } end && time.GetUtcNow() >= end + BearerTokens.ClockSkew));

    /// <summary>Waits for that moment; null: it never comes.</summary>
    public Func<CancellationToken, Task>? EndOf(ClaimsPrincipal user) => user.IsVouchedFor() ? gone => WaitAsync(user, gone) : null;

    private async Task WaitAsync(ClaimsPrincipal user, CancellationToken gone)
    {
        using PeriodicTimer timer = new(LooksEvery, time);
        while (!IsOver(user) && await timer.WaitForNextTickAsync(gone))
        {
        }
    }
}
