namespace CouponAdmin.Core.Issuance;

/// <summary>A campaign's recorded claims, for operators.</summary>
public sealed class IssuanceHistory
{
    /// <summary>By number, above <paramref name="after"/>, at most <paramref name="limit"/> (1–1,000). Null when there is no such campaign.</summary>
    public Task<IssuancePage?> PageAsync(string slug, int after, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>For a grid: rows from <paramref name="skip"/>, with the total. <paramref name="search"/> matches a member, code or number exactly, or the start of a member id.</summary>
    public Task<(IReadOnlyList<IssuanceView> Items, int Total)> SliceAsync(string slug, string? search, int skip, int take, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IssuanceView?> FindByCodeAsync(string code, CancellationToken cancellationToken) => throw new NotSupportedException();
}
