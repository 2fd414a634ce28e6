using CouponAdmin.Core.Reports;
using Xunit;

namespace CouponAdmin.Tests.Reports;

/// <summary>The choice of buckets, held against counting one by one.</summary>
public sealed class RushBucketsTests
{
    private static readonly long Noon = 1_795_000_000_000_000;

    [Fact]
    public void Over_WhateverTheMoments_HoldsEachInOneBucketAndTakesTheFinestWidth()
    {
        Random random = new(2403);
        for (int round = 0; round < 2_000; round++)
        {
            // From some microseconds to some years, evenly over the orders of size.
            long span = (long)Math.Pow(10, random.NextDouble() * 14.5);
            long first = Noon + random.NextInt64(1_000_000_000);
            long[] moments = [first, first + span, .. Enumerable.Range(0, 30).Select(_ => first + random.NextInt64(span + 1))];

            RushBuckets buckets = RushBuckets.Over(first, first + span);
            int[] counts = new int[buckets.Count];
            Array.ForEach(moments, moment => counts[buckets.IndexOf(moment)]++);

            Assert.Equal(moments.Length, counts.Sum());
            Assert.True(counts[0] > 0 && counts[^1] > 0, $"An empty edge: {buckets}");
            Assert.InRange(buckets.Count, 1, RushBuckets.CountMax);
            Assert.Contains(buckets.Width, RushBuckets.Widths);
            Assert.Equal(0, buckets.BeginUs % buckets.WidthUs);
            if (RushBuckets.Widths.LastOrDefault(width => width < buckets.Width) is { Ticks: > 0 } finer)
            {
                long us = finer.Ticks / TimeSpan.TicksPerMicrosecond;
                Assert.True(((first + span) / us) - (first / us) + 1 > RushBuckets.CountMax, $"{finer} would have done for {span} µs");
            }
        }
    }

    [Fact]
    public void Over_WhenMomentsLieOnEdges_PutsEachIntoTheBucketThatBeginsThere()
    {
        RushBuckets buckets = RushBuckets.Over(Noon, Noon + 1_000_000);
        Assert.Equal((Noon, TimeSpan.FromMilliseconds(10), 101), (buckets.BeginUs, buckets.Width, buckets.Count));
        Assert.Equal([-1, 0, 0, 1, 100, 101, 101], new[] { -1, 0, 9_999, 10_000, 1_000_000, 1_010_000, long.MaxValue / 4 }.Select(us => buckets.IndexOf(Noon + us)));
        Assert.Equal(1, RushBuckets.Over(Noon, Noon).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => RushBuckets.Over(Noon, Noon - 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => RushBuckets.Over(-1, Noon));
    }
}
