using System.Globalization;
using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Operators;
using CouponAdmin.Core.Results;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Tests.Issuance;

/// <summary>Keeping a member from claiming: by memory on the claim's path, by the database between instances.</summary>
public sealed class DisabledMemberTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Member_WhenDisabled_IsRefusedByEveryInstanceUntilEnabled(DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Embedded, quantity: 10, database);
        TestInstance second = await sale.AddInstanceAsync();
        await sale.ClaimAsync("holder");
        await sale.DrainAsync();
        DisableMember use = sale.First.Get<DisableMember>();

        TestSale.Require(await use.DisableAsync("cheat", "several accounts", TestSale.Operator, default));
        TestSale.Require(await use.DisableAsync("holder", "sold it on", TestSale.Operator, default));
        await second.Get<DisabledMembers>().RenewAsync(default);

        Assert.Equal(ClaimOutcome.MemberDisabled, (await sale.ClaimAsync("cheat")).Outcome);
        Assert.Equal(ClaimOutcome.MemberDisabled, (await sale.ClaimAsync("cheat", second)).Outcome);
        Assert.Equal(ClaimOutcome.Queued, (await sale.ClaimAsync("Cheat", second)).Outcome);
        Assert.Equal(ClaimOutcome.MemberDisabled, (await sale.ClaimAsync("holder")).Outcome);
        Assert.Equal(ClaimStatus.Issued, (await sale.RowOfAsync("holder")).Status);
        Assert.Equal(RefusalKind.AlreadyDisabled, (await use.DisableAsync("cheat", "again", TestSale.Operator, default)).Refusal!.Kind);

        TestSale.Require(await use.EnableAsync("cheat", "a mistake", TestSale.Operator, default));

        Assert.Equal(ClaimOutcome.Queued, (await sale.ClaimAsync("cheat")).Outcome);
        Assert.Equal(RefusalKind.NotDisabled, (await use.EnableAsync("cheat", "again", TestSale.Operator, default)).Refusal!.Kind);
        Assert.Equal(
            [("disable-member", "several accounts"), ("enable-member", "a mistake")],
            (await AuditAsync(sale, "cheat")).Select(a => (a.Action, a.Reason)));
    }

    [Fact]
    public async Task Disable_WhenNotAllowed_ChangesNothing()
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Embedded);
        DisableMember use = sale.First.Get<DisableMember>();
        await AddAccountAsync(sale, "boss", Roles.Administrator);
        await AddAccountAsync(sale, "buyer", Roles.Member);

        Assert.Equal(RefusalKind.StaffAccount, (await use.DisableAsync("boss", "a coup", TestSale.Operator, default)).Refusal!.Kind);
        Refusal noReason = (await use.DisableAsync("buyer", " ", TestSale.Operator, default)).Refusal!;
        Assert.Equal((RefusalKind.InvalidInput, "reason"), (noReason.Kind, Assert.Single(noReason.Fields).Field));
        Assert.Equal("member", Assert.Single((await use.DisableAsync(" x", "why", TestSale.Operator, default)).Refusal!.Fields).Field);
        Assert.Empty(await AuditAsync(sale, "boss"));

        TestSale.Require(await use.DisableAsync("buyer", "several accounts", TestSale.Operator, default));
        Assert.Equal(ClaimOutcome.MemberDisabled, (await sale.ClaimAsync("buyer")).Outcome);
    }

    [Fact]
    public async Task Disable_WhenAsManyAreAsMayBe_SaysThatAndNotThatTheStateForbidsIt()
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Embedded);
        await using (CouponDbContext db = await sale.First.OpenDatabaseAsync())
        {
            db.AddRange(Enumerable.Range(0, DisabledMembers.DisabledMembersMax).Select(i => new DisabledMember { Member = $"full-{i}", Reason = "full" }));
            await db.SaveChangesAsync();
        }

        Refusal refusal = (await sale.First.Get<DisableMember>().DisableAsync("one-more", "why", TestSale.Operator, default)).Refusal!;

        Assert.Equal((RefusalKind.TooManyDisabled, DisabledMembers.DisabledMembersMax), (refusal.Kind, refusal.Bound));
        Assert.Contains("10,000 members are disabled", English(refusal), StringComparison.Ordinal);
        Assert.Contains("Disabled already", English(new Refusal(RefusalKind.AlreadyDisabled, "")), StringComparison.Ordinal);
    }

    private static string English(Refusal refusal)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(Say.English);
        return RefusalTexts.Of(refusal);
    }

    private static async Task AddAccountAsync(TestSale sale, string id, string role)
    {
        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        db.Add(new Account { Id = id, UserName = id });
        db.Add(new IdentityRole(role) { Id = role });
        db.Add(new IdentityUserRole<string> { UserId = id, RoleId = role });
        await db.SaveChangesAsync();
    }

    private static async Task<List<AuditEntry>> AuditAsync(TestSale sale, string member)
    {
        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        return await db.Set<AuditEntry>().AsNoTracking().Where(a => a.Subject == member).OrderBy(a => a.Id).ToListAsync();
    }
}
