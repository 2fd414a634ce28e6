namespace CouponAdmin.Core.Issuance;

/// <summary>A member's own claims, from rows first and from the queue where there is no row yet.</summary>
public sealed class MyClaims
{
    /// <summary>Null when the member holds no ticket.</summary>
    public Task<MyClaim?> FindAsync(string slug, string member, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>The member's recorded claims of all campaigns, newest first, at most <paramref name="limit"/>.</summary>
    public Task<IReadOnlyList<MyCoupon>> ListAsync(string member, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>A snapshot first, then each change, progress at most once a second while queued, a ping every 15 s; ends after a final status.</summary>
    public IAsyncEnumerable<ClaimNotice> FollowAsync(string slug, string member, CancellationToken cancellationToken) => throw new NotSupportedException();
}
