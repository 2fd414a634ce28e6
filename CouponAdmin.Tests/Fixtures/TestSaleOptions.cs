using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Tests.Fixtures;

/// <summary>What a test's sale is like; the defaults are a small sale that is open.</summary>
internal sealed record TestSaleOptions
{
    public StoreKind Store { get; init; }

    /// <summary>A server of the test's own instead of the shared one, to be frozen or killed.</summary>
    public string? OwnStore { get; init; }

    public DatabaseProvider Database { get; init; }

    /// <summary>A server of the test's own instead of the shared one: migrated already.</summary>
    public DatabaseOptions? OwnDatabase { get; init; }

    public int Quantity { get; init; } = 10;

    /// <summary>From now, by this machine's clock, which is the store's as well.</summary>
    public TimeSpan OpensIn { get; init; } = TimeSpan.FromMinutes(-1);

    public TimeSpan ClosesIn { get; init; } = TimeSpan.FromHours(1);

    public int? QueueTtlSeconds { get; init; }

    public QueueTtlPolicy Policy { get; init; }

    /// <summary>Codes of a pool, imported before it is published; null: generated ones.</summary>
    public IReadOnlyList<string>? Codes { get; init; }

    public IssuanceOptions Issuance { get; init; } = new();

    /// <summary>Added to every instance.</summary>
    public Action<IServiceCollection>? More { get; init; }

    public CampaignDraft Draft(string slug, DateTimeOffset now) => new()
    {
        Slug = slug,
        Name = "A test's sale",
        Quantity = Quantity,
        OpensAt = now + OpensIn,
        ClosesAt = now + ClosesIn,
        Benefit = new BenefitDraft { Kind = BenefitKind.Percent, Value = 10 },
        CouponValidDays = 30,
        QueueTtlSeconds = QueueTtlSeconds,
        QueueTtlPolicy = Policy,
    };
}
