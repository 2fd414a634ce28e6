using System.Globalization;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Data.Sqlite;

namespace CouponAdmin.Tests.Acceptance;

/// <summary>What an operator decides in the books while the store is away, or won't write, is saved and told as saved: 202, in force when the store answers.</summary>
[Collection(StoreOutages.Name)]
public sealed class BooksWithoutStoreTests(StoreOutageRig rig) : IAsyncLifetime
{
    private readonly string _slug = SaleClient.FreshSlug("odd");
    private readonly RedisServer _redis = rig.Redis;
    private readonly RunningProduct _product = rig.Product;

    public Task InitializeAsync() => _product.App.WaitUntilReadyAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Decision_WhenTheStoreIsAway_IsAcceptedAndComesIntoForceWhenItIsBack()
    {
        await _product.Sale.OpenAsync(SaleClient.Draft(_slug, 2), Bearer);
        await ExecuteSqlAsync("""
            CREATE TRIGGER refuse BEFORE INSERT ON issuances WHEN NEW."Member" LIKE 'bad%' BEGIN SELECT RAISE(ABORT, 'planted'); END;
            CREATE TRIGGER refuse_change BEFORE UPDATE ON issuances WHEN NEW."Member" LIKE 'bad%' BEGIN SELECT RAISE(ABORT, 'planted'); END
            """);
        long kept = await QuarantineAsync("bad-kept");
        long given = await QuarantineAsync("bad-given-up");
        (await ClaimAsync("late")).Is(409, "sold-out");
        await ExecuteSqlAsync("DROP TRIGGER refuse; DROP TRIGGER refuse_change");
        await _redis.KillAsync();

        Assert.Equal("issued", (await DecideAsync(kept, "replay")).Is(202).String("status"));
        Assert.Equal("refused", (await DecideAsync(given, "refuse", new { reason = "no such member" })).Is(202).String("status"));

        Assert.Equal(0, (await _product.Sale.GetAsync($"{SaleClient.Admin}/{_slug}/quarantined", Bearer)).Is(200).Json.GetProperty("items").GetArrayLength());
        await _redis.StartAgainAsync();
        await Eventually.HoldsAsync(() => ClaimAsync("late"), answer => answer.HasTicket);
        (await ClaimAsync("bad-given-up")).Is(409, "refused");
        Assert.Equal("issued", (await _product.Sale.MineAsync(_slug, _product.Tokens.Member("bad-kept"))).Is(200).String("status"));
    }

    [Fact]
    public async Task Repair_WhenTheStoreWritesNothing_SavesTheDatabasesPartAndTheRestFollows()
    {
        await _product.Sale.OpenAsync(SaleClient.Draft(_slug), Bearer);
        (await ClaimAsync("holder")).Is(202);
        await Eventually.HoldsAsync(() => _product.Sale.MineAsync(_slug, _product.Tokens.Member("holder")), mine => mine.String("status") == "issued");
        await ExecuteSqlAsync($"""UPDATE campaigns SET "Recorded" = "Recorded" + 2, "Version" = "Version" + 1 WHERE "Slug" = '{_slug}'""");

        // It reads and refuses to write, as a master does whose replicas are away: the comparison ends well, the repair doesn't.
        await RedisLine.AskAsync(_redis.Port, "CONFIG SET min-replicas-to-write 1");
        Answer repaired = (await ReconcileAsync()).Is(202);
        Assert.False(repaired.Json.GetProperty("isRepaired").GetBoolean());
        Assert.Equal(1, await CountAsync($"""SELECT "Recorded" FROM campaigns WHERE "Slug" = '{_slug}'"""));

        await RedisLine.AskAsync(_redis.Port, "CONFIG SET min-replicas-to-write 0");
        await Eventually.HoldsAsync(
            () => _product.Sale.GetAsync($"{SaleClient.Admin}/{_slug}/reconciliation", Bearer),
            report => (int)report.Status == 200 && report.Json.GetProperty("findings").GetArrayLength() == 0);
    }

    private string Bearer => _product.Tokens.Operator();

    private string Database => Path.Combine(_product.App.DataDirectory, "couponadmin.db");

    private Task<Answer> ClaimAsync(string member) => _product.Sale.ClaimAsync(_slug, _product.Tokens.Member(member));

    private Task<Answer> DecideAsync(long ticket, string act, object? body = null) =>
        _product.Sale.PostAsync(string.Create(CultureInfo.InvariantCulture, $"{SaleClient.Admin}/{_slug}/quarantined/{ticket}/{act}"), Bearer, body);

    private Task<Answer> ReconcileAsync() => _product.Sale.PostAsync($"{SaleClient.Admin}/{_slug}/reconciliation", Bearer);

    /// <summary>Gives the ticket of a claim that the database doesn't take.</summary>
    private async Task<long> QuarantineAsync(string member)
    {
        (await ClaimAsync(member)).Is(202);
        Answer mine = await Eventually.HoldsAsync(
            () => _product.Sale.MineAsync(_slug, _product.Tokens.Member(member)), answer => answer.String("status") == "quarantined");
        return mine.Number("ticket");
    }

    private async Task ExecuteSqlAsync(string sql)
    {
        await using SqliteConnection connection = new($"Data Source={Database};Pooling=False");
        await connection.OpenAsync();
        await using SqliteCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<long> CountAsync(string sql)
    {
        await using SqliteConnection connection = new($"Data Source={Database};Pooling=False;Mode=ReadOnly");
        await connection.OpenAsync();
        await using SqliteCommand command = new(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
