using System.Globalization;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Reports;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Reports;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CouponAdmin.Tests.Reports;

/// <summary>Two sales over each other, held against their rows counted by hand.</summary>
public sealed class RushPairsTests
{
    /// <summary>300 claims in a third of a second beside 40 in an hour and more, some of them before its opening: every choice, on every database.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Pair_WhateverIsChosen_CountsEachSaleFromItsOwnBeginningInTheSameSteps(DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis, quantity: 300, database);
        Campaign slow = await OpenBesideAsync(sale, quantity: 100);
        long now = await sale.NowUsAsync();
        await PlantAsync(sale, await sale.RowAsync(), [.. Enumerable.Range(0, 300).Select(i => now + (i * 1_100L))]);
        await PlantAsync(sale, slow, [.. Enumerable.Range(0, 40).Select(i => now + 7 + (i * 100_000_003L))]);
        await sale.ExecuteSqlAsync($"UPDATE \"campaigns\" SET \"OpensAt\" = {now + 60_000_000} WHERE \"Id\" = {slow.Id}");

        foreach (PairBegin begin in Enum.GetValues<PairBegin>())
        {
            foreach (PairReach reach in Enum.GetValues<PairReach>())
            {
                RushPair pair = (await sale.First.Get<RushPairs>().ReadAsync(sale.Slug, slow.Slug, begin, reach, default))!;
                Assert.InRange(pair.Count, 1, RushBuckets.CountMax);
                Assert.Contains(pair.Width, RushBuckets.Widths);
                await AssertCountedAsync(sale, sale.Slug, pair, pair.One);
                await AssertCountedAsync(sale, slow.Slug, pair, pair.Other);
                Assert.Equal(reach == PairReach.Shorter, pair.Width == TimeSpan.FromMilliseconds(10));
                Assert.Equal(begin == PairBegin.Opening && reach == PairReach.Both, pair.From < TimeSpan.Zero);
            }
        }
    }

    [Fact]
    public async Task Pair_WhenASaleHasNoClaim_SaysSoAndIsNoReasonToShowNothing()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis, quantity: 20);
        RushPairs pairs = sale.First.Get<RushPairs>();
        Campaign empty = await OpenBesideAsync(sale, quantity: 5);
        RushPair nothing = (await pairs.ReadAsync(sale.Slug, empty.Slug, PairBegin.FirstClaim, PairReach.Shorter, default))!;
        Assert.Equal((0, 2), (nothing.Count, PairTexts.Notes(nothing).Count));

        await sale.ClaimAllAsync(TestMembers.Take(20));
        await sale.DrainAsync();
        RushPair pair = (await pairs.ReadAsync(sale.Slug, empty.Slug, PairBegin.Opening, PairReach.Both, default))!;
        Assert.Equal([$"A test's sale ({empty.Slug}): no claim is recorded."], PairTexts.Notes(pair));
        Assert.Contains(("Recorded claims", "20", "0"), PairTexts.Rows(pair));
        Assert.Contains(("Deepest queue at the end of a step", "–"), PairTexts.Rows(pair).Select(row => (row.Name, row.Other)));

        // From its opening on nobody came, which is known; from a first claim that never was there is nothing to know.
        Assert.All(PairPicture.Of(pair).Claims.Other, count => Assert.Equal(0, count));
        RushPair fromClaim = (await pairs.ReadAsync(sale.Slug, empty.Slug, PairBegin.FirstClaim, PairReach.Both, default))!;
        Assert.All(PairPicture.Of(fromClaim).Claims.Other, Assert.Null);
        Assert.Equal(20, PairPicture.Of(fromClaim).Claims.One.Sum());

        Assert.Null(await pairs.ReadAsync(sale.Slug, "no-such-sale", PairBegin.Opening, PairReach.Both, default));
        TestSale.Require(await sale.First.Get<CreateCampaign>().ExecuteAsync(new TestSaleOptions().Draft("a-draft", TimeProvider.System.GetUtcNow()), TestSale.Operator, default));
        Assert.Null(await pairs.ReadAsync(sale.Slug, "a-draft", PairBegin.Opening, PairReach.Both, default));
    }

    [Fact]
    public async Task Others_WhenACampaignHasNotOpened_AreWithoutIt()
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis);
        Campaign open = await OpenBesideAsync(sale, quantity: 5);
        await OpenBesideAsync(sale, quantity: 5, opensIn: TimeSpan.FromHours(1));
        Assert.Equal([(open.Slug, open.Name)], await sale.First.Get<SaleReports>().OthersAsync(sale.Slug, default));
    }

    private static async Task<Campaign> OpenBesideAsync(TestSale sale, int quantity, TimeSpan? opensIn = null)
    {
        string slug = $"beside-{Guid.NewGuid():N}";
        TestSaleOptions options = new() { Quantity = quantity, OpensIn = opensIn ?? TimeSpan.FromMinutes(-1), ClosesIn = TimeSpan.FromHours(5) };
        TestSale.Require(await sale.First.Get<CreateCampaign>().ExecuteAsync(options.Draft(slug, TimeProvider.System.GetUtcNow()), TestSale.Operator, default));
        TestSale.Require(await sale.First.Get<PublishCampaign>().ExecuteAsync(slug, TestSale.Operator, default));
        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        return await db.Set<Campaign>().AsNoTracking().SingleAsync(c => c.Slug == slug);
    }

    // Recorded in slices of ten, each 40 ms after its last claim was admitted.
    private static async Task PlantAsync(TestSale sale, Campaign campaign, long[] tickets)
    {
        await sale.Store.SortedSetAddAsync(
            new CampaignKeys(campaign.Key).Queue, [.. tickets.Select((ticket, i) => new StackExchange.Redis.SortedSetEntry($"m{i}", ticket))]);
        await sale.First.Drainer.DrainAsync([campaign.Id], default);
        for (int i = 0; i < tickets.Length; i += 10)
        {
            long last = tickets[Math.Min(i + 9, tickets.Length - 1)];
            await sale.ExecuteSqlAsync($"UPDATE \"issuances\" SET \"RecordedAt\" = {last + 40_000} WHERE \"CampaignId\" = {campaign.Id} AND \"Ticket\" >= {tickets[i]} AND \"Ticket\" <= {last}");
        }
    }

    private static async Task AssertCountedAsync(TestSale sale, string slug, RushPair pair, RushSide side)
    {
        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        Campaign campaign = await db.Set<Campaign>().AsNoTracking().SingleAsync(c => c.Slug == slug);
        List<IssuanceRecord> rows = await db.Set<IssuanceRecord>().AsNoTracking().Where(i => i.CampaignId == campaign.Id).ToListAsync();
        long origin = pair.Begin == PairBegin.Opening ? campaign.OpensAt.Microseconds : rows.Min(r => r.Ticket);
        Assert.Equal((slug, rows.Count, pair.Count), (side.Slug, side.Recorded, side.Rush!.Points.Count));
        for (int i = 0; i < pair.Count; i++)
        {
            long begin = origin + (long)(pair.From + (pair.Width * i)).TotalMicroseconds, end = begin + (long)pair.Width.TotalMicroseconds;
            RushPoint point = side.Rush.Points[i];
            Assert.Equal(new StoreTime(begin).ToDateTimeOffset(), point.At);
            Assert.Equal(
                (rows.Count(r => r.Ticket >= begin && r.Ticket < end), rows.Count(r => r.Ticket < end) - rows.Count(r => r.RecordedAt.Microseconds < end)),
                ((int)point.Admitted, (int)point.InQueue));
        }
    }
}
