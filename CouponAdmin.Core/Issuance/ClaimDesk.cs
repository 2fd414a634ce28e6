namespace CouponAdmin.Core.Issuance;

public sealed class ClaimDesk
{
    public Task<ClaimAnswer> ClaimAsync(string slug, string member, CancellationToken cancellationToken) => throw new NotSupportedException();
}

public sealed class ClaimBatcher
{
    public const int WaitingMax = 20_000;
}
