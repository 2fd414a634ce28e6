using System.Diagnostics;
using System.Globalization;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Tally;
using Xunit.Abstractions;

namespace CouponAdmin.Tests.Telemetry;

/// <summary>The count on the claim's path: right, bounded and cheap. The figure in docs/measurements/2026-11.md is of a release build.</summary>
public sealed class OutcomeCountsTests(ITestOutputHelper output)
{
    private const int RoundsToCompile = 5;
    private const int Calls = 1_000_000;

    [Fact]
    public void Count_WhenMoreCampaignsAreLiveThanTheLimit_CountsTheRestTogether()
    {
        OutcomeCounts counts = new();
        foreach (CampaignRef campaign in Enumerable.Range(0, OutcomeCounts.CampaignsMax + 2).Select(i => Sale($"sale-{i}")))
        {
            counts.Count(campaign, ClaimOutcome.Queued);
            counts.Count(campaign, ClaimOutcome.SoldOut);
        }

        Assert.Equal(OutcomeCounts.CampaignsMax, counts.Named.Count);
        Assert.Contains((OutcomeCounts.Other, "queued", 2L), counts.Read());
        Assert.Equal((OutcomeCounts.CampaignsMax + 1) * 2, counts.Read().Count());
    }

    [Fact]
    public void Count_WhenACampaignIsForgotten_GivesItsPlaceToAnother()
    {
        OutcomeCounts counts = new();
        CampaignRef[] sales = [.. Enumerable.Range(0, OutcomeCounts.CampaignsMax).Select(i => Sale($"sale-{i}"))];
        Array.ForEach(sales, sale => counts.Count(sale, ClaimOutcome.Queued));

        counts.Forget(sales[0].Key);
        counts.Count(Sale("newcomer"), ClaimOutcome.Queued);

        Assert.Contains(("newcomer", "queued", 1L), counts.Read());
        Assert.DoesNotContain(counts.Read(), count => count.Campaign == "sale-0");
    }

    [Fact]
    public void Count_WhenTheCampaignIsUnknownOrSealed_NamesNone()
    {
        OutcomeCounts counts = new();
        counts.Count(null, ClaimOutcome.UnknownCampaign);
        counts.Count(Sale("over") with { IsSealed = true }, ClaimOutcome.Closed);

        Assert.Empty(counts.Named);
        Assert.Equal([(OutcomeCounts.Other, "closed", 1L), (OutcomeCounts.Other, "unknown-campaign", 1L)], counts.Read());
    }

    [Fact]
    public void Count_OnTheClaimsPath_AllocatesNothing()
    {
        OutcomeCounts counts = new();
        CampaignRef sale = Sale("sale");
        TimeSpan least = TimeSpan.MaxValue;
        for (int round = 0; round < RoundsToCompile; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            long began = Stopwatch.GetTimestamp();
            for (int i = 0; i < Calls; i++)
            {
                counts.Count(sale, ClaimOutcome.Queued);
            }

            TimeSpan took = Stopwatch.GetElapsedTime(began);
            least = took < least ? took : least;
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000);
        }

        Assert.Contains(("sale", "queued", (long)RoundsToCompile * Calls), counts.Read());
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"METRICS | {Calls:N0} claims counted | {least.TotalNanoseconds / Calls:0.0} ns a claim"));
    }

    private static CampaignRef Sale(string slug) => new(1, Guid.NewGuid(), slug, 30, IsSealed: false);
}
