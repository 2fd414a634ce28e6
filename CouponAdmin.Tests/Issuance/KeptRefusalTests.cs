using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Refusals;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Claiming;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Issuance;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Tests.Issuance;

/// <summary>What support can look up later: the first refusal of each kind, written behind the answer, bounded.</summary>
public sealed class KeptRefusalTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Refusal_WhenMetAgain_IsKeptOnceAsItWasFirstMet(DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Embedded, quantity: 1, database);
        await sale.ClaimAsync("winner");
        await sale.ClaimAsync("late");
        await WriteAsync(sale.First);
        RefusedClaim first = Assert.Single(await KeptAsync(sale));
        await sale.ClaimAsync("late");
        await sale.ClaimAsync("Late");
        await sale.SetQuantityAsync(2);
        await sale.PauseAsync();
        await sale.ClaimAsync("late");
        await sale.ClaimAsync("winner");
        sale.First.Desk.TurnedAway(sale.Slug, "late");
        await WriteAsync(sale.First);

        List<RefusedClaim> kept = await KeptAsync(sale);

        Assert.Equal(
            ["Late sold-out", "late paused", "late sold-out", "late too-many-requests"],
            kept.Select(r => $"{r.Member} {r.Kind}").Order(StringComparer.Ordinal));
        Assert.Equal(first.At, kept.Single(r => r is { Member: "late", Kind: "sold-out" }).At);
        Assert.InRange((await sale.NowUsAsync()) - first.At.Microseconds, 0, 60_000_000);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Refusal_WhenInstancesWriteTheSame_IsKeptOnce(DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Embedded, quantity: 1, database);
        TestInstance second = await sale.AddInstanceAsync();
        string[] members = [.. TestMembers.Take(200)];
        foreach (string member in members)
        {
            sale.First.Get<RefusalInbox>().Keep(sale.Id, member, ClaimOutcome.SoldOut);
            second.Get<RefusalInbox>().Keep(sale.Id, member, ClaimOutcome.SoldOut);
        }

        await Task.WhenAll(WriteAsync(sale.First), WriteAsync(second));

        Assert.Equal(members, (await KeptAsync(sale)).Select(r => r.Member).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Refusals_WhenACampaignKeepsEnough_TakeNoMoreOfItAndStillOfOthers()
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Embedded, quantity: 1);
        await sale.ExecuteSqlAsync($"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {RefusalLedger.RefusedClaimsMax - 1})
            INSERT INTO refused_claims (CampaignId, Member, Kind, At) SELECT {sale.Id}, 'earlier-' || i, 'sold-out', i FROM n
            """);
        RefusalInbox inbox = sale.First.Get<RefusalInbox>();
        foreach (string member in new[] { "a", "b", "c" })
        {
            inbox.Keep(sale.Id, member, ClaimOutcome.SoldOut);
        }

        await WriteAsync(sale.First);
        inbox.Keep(sale.Id, "d", ClaimOutcome.SoldOut);

        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        Assert.Equal(RefusalLedger.RefusedClaimsMax, await db.Set<RefusedClaim>().CountAsync());
        Assert.Equal("a", (await db.Set<RefusedClaim>().SingleAsync(r => !r.Member.StartsWith("earlier-"))).Member);
        Assert.Empty(inbox.Take(10));
        inbox.Keep(sale.Id + 1, "d", ClaimOutcome.SoldOut);
        Assert.Single(inbox.Take(10));
    }

    [Fact]
    public async Task Inbox_WhenFull_DropsAndCountsAndNeverWaits()
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Embedded);
        RefusalInbox inbox = sale.First.Get<RefusalInbox>();
        for (int i = 0; i < RefusalInbox.WaitingMax + 3; i++)
        {
            inbox.Keep(sale.Id, "crowd", ClaimOutcome.SoldOut);
        }

        Assert.Equal(3, inbox.Dropped);
        Assert.Equal(RefusalInbox.WaitingMax, inbox.Take(RefusalInbox.WaitingMax + 3).Count);
    }

    [Fact]
    public async Task Writer_WhenTheDatabaseIsAway_KeepsWhatItHoldsForTheNextTry()
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Embedded, quantity: 1);
        sale.First.Get<RefusalInbox>().Keep(sale.Id, "patient", ClaimOutcome.Paused);
        await sale.ExecuteSqlAsync("ALTER TABLE refused_claims RENAME TO elsewhere");
        await Assert.ThrowsAnyAsync<Exception>(() => WriteAsync(sale.First));
        await sale.ExecuteSqlAsync("ALTER TABLE elsewhere RENAME TO refused_claims");
        await WriteAsync(sale.First);

        Assert.Equal(("patient", "paused"), (await KeptAsync(sale)).Select(r => (r.Member, r.Kind)).Single());
    }

    [Fact]
    public void Code_OfEachOutcome_IsTheApisAndThePagesAndFitsItsColumn()
    {
        Assert.All(Enum.GetValues<ClaimOutcome>(), outcome =>
        {
            string code = ClaimCodes.Of(outcome);
            Assert.Equal(outcome, ClaimCodes.Parse(code));
            Assert.InRange(code.Length, 1, RefusedClaimMapping.KindLengthMax);
            if (outcome is not (ClaimOutcome.Queued or ClaimOutcome.Known))
            {
                Assert.Equal(code, CodeOf(new ClaimAnswer(outcome, "spring")));
                Assert.Equal(code, ClaimMoments.Of(new ClaimAnswer(outcome, "spring")).Key());
            }
        });
        Assert.Null(ClaimCodes.Parse("of-another-version"));
    }

    private static string? CodeOf(ClaimAnswer answer) => ClaimAnswers.Of(answer).Result switch
    {
        ReadyProblem ready => ready.Code,
        ProblemHttpResult made => made.ProblemDetails.Extensions["code"] as string,
        _ => null,
    };

    private static Task WriteAsync(TestInstance instance) => instance.Get<RefusalWriter>().WriteAsync(default);

    private static async Task<List<RefusedClaim>> KeptAsync(TestSale sale)
    {
        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        return await db.Set<RefusedClaim>().AsNoTracking().Where(r => r.CampaignId == sale.Id).ToListAsync();
    }
}
