using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Bench;
using CouponAdmin.Tests.Browser;
using CouponAdmin.Tests.Browser.Flows;
using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Faults;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Tests.Housekeeping;
using CouponAdmin.Tests.Operations;
using CouponAdmin.Tests.Store;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("CouponAdmin.Tests.Fixtures." + nameof(LongestFirst), "CouponAdmin.Tests")]

namespace CouponAdmin.Tests.Fixtures;

/// <summary>The collections whose tests run one after another for a minute and more begin first: at the end they would run alone, with a core idle for minutes.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
    [
        ConsoleTests.Name, ThreeInstances.Name, MemberTests.Name, Of<KilledWebhookTests>(), Of<BenchTests>(), Of<ClusteredSchedulerTests>(), SentinelRig.Name, Of<SecuredStoreTests>(),
        EmbeddedInstance.Name, Of<StartTests>(), Of<StoreIdentityTests>(), ClusterRig.Name, Of<ReconcileCommandTests>(), Of<FixtureTests>(), Of<ForgottenPasswordFlowTests>(), Of<DoorTests>(),
        Of<FirstSaleTests>(), Of<KilledOnRedisTests>(), StoreOutages.Name,
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => (uint)Array.IndexOf(Long, collection.DisplayName));

    /// <summary>What xunit calls the collection of a class that is in none.</summary>
    private static string Of<T>() => "Test collection for " + typeof(T).FullName;
}
