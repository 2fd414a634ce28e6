using CouponAdmin.Tests.Browser.Member;
using CouponAdmin.Tests.Faults;
using CouponAdmin.Tests.Fixtures;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("CouponAdmin.Tests.Fixtures." + nameof(LongestFirst), "CouponAdmin.Tests")]

namespace CouponAdmin.Tests.Fixtures;

/// <summary>The collections whose tests run one after another begin first: at the end they would run alone, with a core idle for minutes.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long = [MemberTests.Name, ThreeInstances.Name, SentinelRig.Name, ClusterRig.Name];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => (uint)Array.IndexOf(Long, collection.DisplayName));
}
