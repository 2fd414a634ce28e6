using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Idempotency;
using CouponAdmin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Tests.Idempotency;

/// <summary>A key through the death of an instance: the act and its note are committed together, so nobody need guess.</summary>
public sealed class KeyedActsTests
{
    private const string Actor = "shop-1";

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Key_WhenTheInstanceDiesAfterTheCommit_IsNeverCarriedOutAgain(DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Embedded, quantity: 5, database);
        KeyedAct act = await BegunAsync(sale, "key");
        Assert.IsType<KeyStanding.InUse>(await BeginAsync(sale, "key"));
        await act.DuringAsync(() => sale.PauseAsync());

        await AgeAsync(sale, IdempotencyRules.RunsFor);

        Assert.IsType<KeyStanding.NotKept>(await BeginAsync(sale, "key"));
        Assert.IsType<KeyStanding.Reused>(await BeginAsync(sale, "key", body: "another"));
        Assert.True((await sale.RowAsync()).IsPaused);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Key_WhenTheInstanceDiesBeforeTheCommit_IsTheNextOnesAndTheDeadOneCommitsNothing(DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Embedded, quantity: 5, database);
        KeyedAct dead = await BegunAsync(sale, "key");
        await AgeAsync(sale, IdempotencyRules.RunsFor);
        KeyedAct next = await BegunAsync(sale, "key");

        // It only stood still, and wakes.
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => dead.DuringAsync(() => sale.PauseAsync()));
        Assert.False((await sale.RowAsync()).IsPaused);
        await Acts(sale).KeepAsync(dead, new KeyedAnswer(200, null, null, null, "of the dead"), default);
        await Acts(sale).ForgetAsync(dead, default);
        await next.DuringAsync(() => sale.PauseAsync());
        await Acts(sale).KeepAsync(next, new KeyedAnswer(200, "/here", "\"tag\"", "application/json", "{}"), default);

        KeyedAnswer kept = Assert.IsType<KeyStanding.Answered>(await BeginAsync(sale, "key")).Answer;
        Assert.Equal(new KeyedAnswer(200, "/here", "\"tag\"", "application/json", "{}"), kept);
        Assert.True((await sale.RowAsync()).IsPaused);
        Campaign row = await sale.RowAsync();
        Assert.NotNull(row.ChangedAt);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Key_WhenItIsADayOld_IsAsNew(DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Embedded, quantity: 5, database);
        await Acts(sale).KeepAsync(await BegunAsync(sale, "key"), new KeyedAnswer(200, null, null, null, "old"), default);
        await Acts(sale).KeepAsync(await BegunAsync(sale, "long"), new KeyedAnswer(200, null, null, null, new string('x', IdempotencyRules.AnswerLengthMax + 1)), default);
        Assert.IsType<KeyStanding.Answered>(await BeginAsync(sale, "key"));
        Assert.IsType<KeyStanding.NotKept>(await BeginAsync(sale, "long"));

        await AgeAsync(sale, IdempotencyRules.KeptFor);

        await BegunAsync(sale, "key", body: "another");

        // An instance that has swept nothing yet sweeps with its first key.
        TestInstance other = await sale.AddInstanceAsync();
        await AgeAsync(sale, TimeSpan.FromMinutes(1));
        Assert.IsType<KeyStanding.Begun>(await other.Get<KeyedActs>().BeginAsync(Actor, "third", "/path", "body", default));
        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        Assert.Equal(["key", "third"], await db.Set<KeyedActRecord>().Select(a => a.Key).OrderBy(k => k).ToListAsync());
    }

    private static KeyedActs Acts(TestSale sale) => sale.First.Get<KeyedActs>();

    private static Task<KeyStanding> BeginAsync(TestSale sale, string key, string body = "body") => Acts(sale).BeginAsync(Actor, key, "/path", body, default);

    private static async Task<KeyedAct> BegunAsync(TestSale sale, string key, string body = "body") => Assert.IsType<KeyStanding.Begun>(await BeginAsync(sale, key, body)).Act;

    /// <summary>Time passes: as much more than this as every row is older.</summary>
    private static async Task AgeAsync(TestSale sale, TimeSpan by)
    {
        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        List<KeyedActRecord> rows = await db.Set<KeyedActRecord>().ToListAsync();
        rows.ForEach(row => row.At = row.At + -by);
        await db.SaveChangesAsync();
    }
}
