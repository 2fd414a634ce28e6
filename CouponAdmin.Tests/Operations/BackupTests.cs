using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Data.Sqlite;

namespace CouponAdmin.Tests.Operations;

/// <summary>The recipe of docs/operations.md, "Backup and restore", as it is written there: database, store and keys.</summary>
public sealed class BackupTests
{
    private const string Slug = "backed-up";

    [Fact]
    public async Task Restore_WhenTheDatabaseIsOlderAndThenTheStoreIsGoneToo_KeepsEveryCouponThatEitherHolds()
    {
        using TestDirectory backups = new("backups");
        string backup = Path.Combine(backups.Path, "backup.db");

        // No signing key in the settings: tokens are signed with the key in the database, which the backup must bring along.
        await using AppProcess app = await AppProcess.StartReadyAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["Demo__Seed"] = "true" });
        await Eventually.HoldsAsync(() => StatusAsync(app, "/c/spring-drop"), status => status == 200);
        string database = Path.Combine(app.DataDirectory, "couponadmin.db");
        TestTokens tokens = new(await KeyAsync(database));
        SaleClient sale = new(app.Client);
        await sale.OpenAsync(SaleClient.Draft(Slug), tokens.Operator());
        Answer kept = await IssuedAsync(sale, tokens.Member("in the backup"));
        Execute(database, $"VACUUM INTO '{backup}'");
        Answer later = await IssuedAsync(sale, tokens.Member("after the backup"));

        // The database goes back; the store stands: what it still holds is drained again, with the same numbers and codes.
        Assert.Equal(0, await app.TerminateAsync());
        Restore(backup, database);
        await app.StartAgainAsync();
        await app.WaitUntilReadyAsync();
        Assert.Equal(later.Code, (await IssuedAsync(sale, tokens.Member("after the backup"))).Code);
        Assert.Equal(kept.Code, (await IssuedAsync(sale, tokens.Member("in the backup"))).Code);

        // Both go: what the backup holds is there, and whoever is missing asks again and is admitted.
        Assert.Equal(0, await app.TerminateAsync());
        Restore(backup, database);
        Directory.Delete(Path.Combine(app.DataDirectory, "store"), recursive: true);
        await app.StartAgainAsync();
        await app.WaitUntilReadyAsync();
        Assert.Equal(kept.Code, (await IssuedAsync(sale, tokens.Member("in the backup"))).Code);
        (await sale.MineAsync(Slug, tokens.Member("after the backup"))).Is(404, "not-claimed");
        Answer again = await IssuedAsync(sale, tokens.Member("after the backup"));
        Assert.Equal((later.Code, 2), (again.Code, again.Json.GetProperty("number").GetInt32()));
    }

    private static async Task<Answer> IssuedAsync(SaleClient sale, string token)
    {
        await Eventually.HoldsAsync(() => sale.ClaimAsync(Slug, token), answer => answer.HasTicket, TimeSpan.FromSeconds(30));
        return await Eventually.HoldsAsync(() => sale.MineAsync(Slug, token), answer => answer.String("status") == "issued", TimeSpan.FromSeconds(30));
    }

    private static async Task<int> StatusAsync(AppProcess app, string path)
    {
        using HttpResponseMessage answer = await app.Client.GetAsync(new Uri(path, UriKind.Relative));
        return (int)answer.StatusCode;
    }

    private static void Restore(string backup, string database)
    {
        File.Delete(database + "-wal");
        File.Delete(database + "-shm");
        File.Copy(backup, database, overwrite: true);
    }

    private static async Task<string> KeyAsync(string database)
    {
        await using SqliteConnection connection = new($"Data Source={database};Pooling=False");
        await connection.OpenAsync();
        await using SqliteCommand read = connection.CreateCommand();
        read.CommandText = """SELECT "Value" FROM secrets WHERE "Name" = 'token-signing'""";
        return Convert.ToBase64String((byte[])(await read.ExecuteScalarAsync())!);
    }

    private static void Execute(string database, string sql)
    {
        using SqliteConnection connection = new($"Data Source={database};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
