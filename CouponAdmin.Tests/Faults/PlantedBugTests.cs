using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;

namespace CouponAdmin.Tests.Faults;

/// <summary>The oracle on trial: each bug that the design guards against is planted, and must be seen. A sale without one must pass. Bugs of the store itself: <see cref="PlantedStoreBugTests"/>.</summary>
public sealed class PlantedBugTests : IAsyncLifetime
{
    private const string Write = "redis.call('ZADD', KEYS[2], unpack(adds))";

    private readonly ClaimHistory _history = new();
    private TestSale _sale = null!;

    public async Task InitializeAsync() => _sale = await TestSale.OpenAsync(StoreKind.Redis, quantity: 3);

    public async Task DisposeAsync() => await _sale.DisposeAsync();

    [Fact]
    public async Task Oracle_WhenNothingIsPlanted_SeesNothing()
    {
        await AskAsync("a", "b", "c", "a", "late");
        await _sale.DrainAsync();
        await AskAsync("b");
        Assert.Empty(await BrokenAsync());
    }

    [Fact]
    public async Task Oracle_WhenTheScriptIsSplitInTwoCalls_SeesTheUnitGivenTwiceAndTheSecondTicket()
    {
        await AskAsync("first", "second");
        SplitAdmission split = await SplitAdmission.OfAsync(_sale);

        // One unit is left, and two instances decide before either has written; a third of them has the same member.
        long a = await split.DecideAsync("a"), b = await split.DecideAsync("b"), again = await split.DecideAsync("a");
        await split.WriteAsync("a", a);
        await split.WriteAsync("b", b);
        await split.WriteAsync("a", again);
        Tell("a", a);
        Tell("b", b);
        Tell("a", again);
        await _sale.DrainAsync();

        await SeenAsync("P1", "P6");
    }

    [Theory]
    [InlineData("IX_issuances_Member_CampaignId", "'a', 99, 'OTHER-CODE'", "P5 a has two rows")]
    [InlineData("IX_issuances_CampaignId_Number", "'other', 1, 'OTHER-CODE'", "P7 number 1 was given twice")]
    [InlineData("IX_issuances_Code", "'other', 99, \"Code\"", "P5 code")]
    public async Task Oracle_WhenAUniqueIndexIsMissing_SeesTheRowThatItWouldHaveRefused(string index, string memberNumberCode, string seen)
    {
        await AskAsync("a");
        await _sale.DrainAsync();
        string doubled =
            $"""
            INSERT INTO issuances ("CampaignId", "Ticket", "Status", "RecordedAt", "IsUnitReturned", "Member", "Number", "Code")
            SELECT "CampaignId", "Ticket" + 1, "Status", "RecordedAt", 0, {memberNumberCode} FROM issuances
            """;
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => _sale.ExecuteSqlAsync(doubled));
        Assert.Empty(await BrokenAsync());

        await _sale.ExecuteSqlAsync($"DROP INDEX \"{index}\"");
        await _sale.ExecuteSqlAsync(doubled);

        Assert.Contains(await BrokenAsync(), sentence => sentence.StartsWith(seen, StringComparison.Ordinal));
    }

    /// <summary>The drainer dies between the two, and what it had read is passed over for ever.</summary>
    [Fact]
    public async Task Oracle_WhenTheWatermarkMovesBeforeTheCommit_SeesTheLostClaims()
    {
        await AskAsync("a", "b");
        long last = (await _sale.CountsAsync()).LastTicket;
        await _sale.ExecuteSqlAsync($"UPDATE campaigns SET \"Watermark\" = {last}");
        await AskAsync("c");
        await _sale.DrainAsync();

        await SeenAsync("P1", "P14");
    }

    [Fact]
    public async Task Oracle_WhenRevokingTakesTheMemberOutOfTheQueue_SeesTheSecondTicket()
    {
        await AskAsync("a", "b");
        await _sale.DrainAsync();
        TestSale.Require(await _sale.RevokeAsync(1, returnUnit: true));
        Assert.Empty(await BrokenAsync());

        await _sale.Store.SortedSetRemoveAsync(_sale.Keys.Queue, "a");
        await AskAsync("a");
        await _sale.DrainAsync();

        await SeenAsync("P1", "P6", "P14");
    }

    /// <summary>Two drainers number from the same count, and the second one's rows are dropped in silence.</summary>
    [Fact]
    public async Task Oracle_WhenRowsAreInsertedOrIgnoredWithAStaleNumber_SeesTheLostClaim()
    {
        await AskAsync("a");
        await _sale.DrainAsync();
        await _sale.ExecuteSqlAsync(
            """
            CREATE TRIGGER ignore BEFORE INSERT ON issuances
            WHEN EXISTS (SELECT 1 FROM issuances WHERE "CampaignId" = NEW."CampaignId" AND "Number" = NEW."Number")
            BEGIN SELECT RAISE(IGNORE); END
            """);
        await _sale.ExecuteSqlAsync("UPDATE campaigns SET \"Issued\" = 0");
        await AskAsync("b");
        await _sale.DrainAsync();

        await SeenAsync("P1", "P14");
    }

    /// <summary>Without the fence in the database, a store that lost its queue would give every unit again.</summary>
    [Fact]
    public async Task Oracle_WhenMoreIsIssuedThanThereIs_SeesIt()
    {
        await AskAsync("a", "b", "c");
        await _sale.DrainAsync();
        await _sale.ExecuteSqlAsync("UPDATE campaigns SET \"Quantity\" = 9");
        await _sale.PlantAsync(("d", (await _sale.RowAsync()).Watermark + 1));
        await _sale.DrainAsync();
        Campaign books = await _sale.RowAsync();
        books.Quantity = 3;

        SaleEvidence evidence = await SaleEvidence.OfAsync(_sale, _history) with { Books = books };
        Assert.Contains("P4", PromiseOracle.Promises(PromiseOracle.Broken(evidence)));
    }

    [Fact]
    public async Task Oracle_WhenALaterMemberHasALowerTicket_SeesIt()
    {
        await AskAsync("a");
        long ticket = (await _sale.CountsAsync()).LastTicket;
        await _sale.PlantAsync(("b", ticket - 1));
        Tell("b", ticket - 1);
        await _sale.DrainAsync();

        await SeenAsync("P7");
    }

    [Fact]
    public async Task Oracle_WhenAMemberIsShownSomebodyElsesCode_SeesIt()
    {
        await AskAsync("a");
        await _sale.DrainAsync();
        SaleEvidence evidence = await SaleEvidence.OfAsync(_sale, _history);
        string code = evidence.Rows[0].Code!;

        Assert.Empty(PromiseOracle.Broken(evidence with { Shown = new Dictionary<string, string?> { ["a"] = code } }));
        Assert.Equal(["P9"], PromiseOracle.Promises(PromiseOracle.Broken(evidence with { Shown = new Dictionary<string, string?> { ["a"] = null } })));
    }

    private async Task AskAsync(params string[] members)
    {
        foreach (string member in members)
        {
            await _history.AskAsync(member, () => _sale.ClaimAsync(member));
        }
    }

    private void Tell(string member, long ticket)
    {
        long now = TimeProvider.System.GetTimestamp();
        _history.Write(new ClaimAttempt(member, now, TimeProvider.System.GetTimestamp(), System.Net.HttpStatusCode.Accepted, Ticket: ticket));
    }

    private async Task<IReadOnlyList<string>> BrokenAsync() => PromiseOracle.Broken(await SaleEvidence.OfAsync(_sale, _history));

    private async Task SeenAsync(params string[] promises)
    {
        IReadOnlyList<string> broken = await BrokenAsync();
        Assert.All(promises, promise => Assert.Contains(promise, PromiseOracle.Promises(broken)));
    }

    /// <summary>The product's own script without its write, and the write as a call of its own.</summary>
    private sealed class SplitAdmission(TestSale sale, string deciding)
    {
        public static async Task<SplitAdmission> OfAsync(TestSale sale)
        {
            await using Stream stream = typeof(RedisScript).Assembly.GetManifestResourceStream("admit_claims-4.lua")!;
            using StreamReader reader = new(stream);
            string whole = await reader.ReadToEndAsync();
            Assert.Contains(Write, whole, StringComparison.Ordinal);
            return new SplitAdmission(sale, whole.Replace(Write, "adds = {}", StringComparison.Ordinal));
        }

        /// <summary>The ticket that the member is given.</summary>
        public async Task<long> DecideAsync(string member)
        {
            long[] reply = (long[])(await sale.Store.ScriptEvaluateAsync(deciding, [sale.Keys.Facts, sale.Keys.Queue, sale.Keys.Progress, sale.Keys.Members("")], [0, "", 0, "", member]))!;
            return reply[^2];
        }

        public Task<bool> WriteAsync(string member, long ticket) => sale.Store.SortedSetAddAsync(sale.Keys.Queue, member, ticket);
    }
}
