namespace CouponAdmin.Tests.Browser.Member;

/// <summary>A campaign for one test; the names are what a shop would write.</summary>
internal sealed record TestOffer
{
    public int Quantity { get; init; } = 1_000;

    public TimeSpan OpensIn { get; init; } = TimeSpan.FromMinutes(-5);

    /// <summary>After it a claim in the queue expires; null: it is honoured.</summary>
    public int? ExpireAfterSeconds { get; init; }

    public object Draft(string slug)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return new
        {
            slug,
            name = "봄맞이 10% 할인",
            description = "전 품목에 쓸 수 있습니다.",
            quantity = Quantity,
            opensAt = now + OpensIn,
            closesAt = now + TimeSpan.FromHours(6),
            benefit = new { kind = "percent", value = 10 },
            couponValidDays = 30,
            queueTtlSeconds = ExpireAfterSeconds,
            queueTtlPolicy = ExpireAfterSeconds is null ? "honour" : "expire",
        };
    }
}
