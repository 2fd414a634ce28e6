using System.Globalization;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.LookUp;
using CouponAdmin.Core.Issuance.Refusals;
using CouponAdmin.Core.Operators;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.LookUp;

/// <summary>"Why did I not get it?": by member, email, code and ticket, recorded, waiting, refused or never heard of.</summary>
public sealed class ClaimLookUpTests
{
    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task LookUp_WhenAskedInEachWay_TellsWhatBecameOfTheClaim(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 3, database);
        await sale.ClaimAsync("first");
        await sale.ClaimAsync("second");
        await sale.DrainAsync();
        long waiting = (await sale.ClaimAsync("waiting")).Ticket;
        await sale.ClaimAsync("late");
        await sale.First.Get<RefusalWriter>().WriteAsync(default);
        TestSale.Require(await sale.RevokeAsync(2, returnUnit: false));
        IssuanceRecord first = await sale.RowOfAsync("first");

        foreach (string way in new[] { "first", $" {first.Code} ", first.Code!.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant(), Text(first.Ticket) })
        {
            (MemberHistory member, ClaimTimeline timeline) = await OneAsync(sale, way);
            Assert.Equal(("first", ClaimStatus.Issued, 1, 1, first.Code), (member.Member, timeline.Status, timeline.Place, timeline.Row!.Number, timeline.Row.Code));
        }

        foreach (string way in new[] { "waiting", Text(waiting) })
        {
            (MemberHistory member, ClaimTimeline timeline) = await OneAsync(sale, way);
            Assert.Equal(
                ("waiting", ClaimStatus.Queued, 3, null, waiting, true),
                (member.Member, timeline.Status, timeline.Place, timeline.Row, timeline.Ticket, member.IsQueueKnown));
        }

        (_, ClaimTimeline revoked) = await OneAsync(sale, "second");
        Assert.Equal((ClaimStatus.Revoked, "a mistake", 2), (revoked.Status, revoked.Row!.RevokeReason, revoked.Place));

        // Until the drain has come, the last coupon known is the last recorded one; afterwards it is the one that sold the sale out.
        await sale.DrainAsync();
        (_, ClaimTimeline late) = await OneAsync(sale, "late");
        KeptRefusal refusal = Assert.Single(late.Refusals);
        Assert.Equal((null, null, "sold-out"), (late.Status, late.Place, refusal.Kind));
        Assert.Equal(new StoreTime(waiting).ToDateTimeOffset(), refusal.LastTicketAt);
        Assert.InRange(refusal.At - refusal.LastTicketAt!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    /// <summary>What was copied from the file for spreadsheets, or from a sheet that opened it.</summary>
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task LookUp_WhenCopiedFromAnExport_FindsWhatTheCellStandsFor(DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Embedded, quantity: 10, database);
        string[] members = ["+82101234", "00123", "2-3", "＝1", "o'brien", "'quoted'"];
        foreach (string member in members)
        {
            await sale.ClaimAsync(member);
        }

        await sale.DrainAsync();
        IssuanceHistory history = sale.First.Get<IssuanceHistory>();
        foreach (string member in members)
        {
            IssuanceRecord row = await sale.RowOfAsync(member);
            string[] ways =
            [
                member, SpreadsheetCell.Guard(member), $"\"{SpreadsheetCell.Guard(member)}\"", $"=\"{member}\"",
                SpreadsheetCell.Guard(Text(row.Ticket)), $"\"{SpreadsheetCell.Guard(Text(row.Ticket))}\"", $"=\"{row.Ticket}\"", SpreadsheetCell.Guard(row.Code!), $"\"{row.Code}\"",
            ];
            foreach (string way in ways)
            {
                Assert.Equal(member, (await OneAsync(sale, way)).Member.Member);
                Assert.Equal(member, Assert.Single((await history.SliceAsync(sale.Slug, new IssuanceFilter(way), 0, 50, default)).Items).Member);
            }

            Assert.Equal(member, (await history.FindByCodeAsync($"\"{row.Code}\"", default))!.Member);
        }
    }

    [Fact]
    public async Task LookUp_WhenNobodyIsKnown_SaysSoAndStillKnowsWhoIsDisabledOrHasAnAccount()
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Embedded);
        await using (CouponDbContext db = await sale.First.OpenDatabaseAsync())
        {
            db.Add(new Account { Id = "account-7", UserName = "a@example.com", Email = "a@example.com", NormalizedEmail = "A@EXAMPLE.COM", DisplayName = "에이" });
            await db.SaveChangesAsync();
        }

        TestSale.Require(await sale.First.Get<DisableMember>().DisableAsync("gone", "several accounts", TestSale.Operator, default));
        ClaimLookUp lookUp = sale.First.Get<ClaimLookUp>();

        MemberHistory nobody = Assert.Single((await lookUp.FindAsync("nobody", default)).Members);
        Assert.True(nobody.IsUnknown);
        MemberHistory account = Assert.Single((await lookUp.FindAsync("A@example.com", default)).Members);
        Assert.Equal(("account-7", ("에이", "a@example.com")), (account.Member, account.Account));
        Assert.Equal("several accounts", Assert.Single((await lookUp.FindAsync("gone", default)).Members).Disabled?.Reason);
        Assert.Empty((await lookUp.FindAsync("a\u0001b", default)).Members);
    }

    [Fact]
    public async Task LookUp_WhenTheStoreCannotSay_DoesNotLookLikeNotClaimed()
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Embedded);
        await sale.ClaimAsync("lost?");
        await sale.LoseAsync(sale.Keys.Facts);

        Assert.False(Assert.Single((await sale.First.Get<ClaimLookUp>().FindAsync("lost?", default)).Members).IsQueueKnown);
    }

    private static string Text(long ticket) => ticket.ToString(CultureInfo.InvariantCulture);

    private static async Task<(MemberHistory Member, ClaimTimeline Timeline)> OneAsync(TestSale sale, string asked)
    {
        MemberHistory member = Assert.Single((await sale.First.Get<ClaimLookUp>().FindAsync(asked, default)).Members);
        return (member, Assert.Single(member.Timelines));
    }
}
