using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Data.Sqlite;
using Xunit.Sdk;

namespace CouponAdmin.Tests.Operations;

/// <summary>The reconciliation as a command beside a stopped instance, and over HTTP on a running one.</summary>
public sealed class ReconcileCommandTests
{
    [Fact]
    public async Task Reconcile_WhenTheDatabasesBooksAreWrong_SaysSoAndMendsThem()
    {
        await using RunningProduct product = await RunningProduct.StartAsync(Setup.Embedded);
        await product.Sale.OpenAsync(SaleClient.Draft("books"), product.Tokens.Operator());
        (await product.Sale.ClaimAsync("books", product.Tokens.Member("a"))).Is(202);
        await Eventually.HoldsAsync(
            () => product.Sale.MineAsync("books", product.Tokens.Member("a")), answer => answer.String("status") == "issued", TimeSpan.FromSeconds(20));
        string path = $"{SaleClient.Admin}/books/reconciliation";
        Assert.Equal(0, (await product.Sale.GetAsync(path, product.Tokens.Viewer())).Is(200).Json.GetProperty("findings").GetArrayLength());
        (await product.Sale.CallAsync(HttpMethod.Post, path, product.Tokens.Viewer())).Is(403);

        Dictionary<string, string> settings = new(StringComparer.Ordinal) { ["DataDirectory"] = product.App.DataDirectory };
        XunitException held = await Assert.ThrowsAsync<XunitException>(() => AppProcess.RunToEndAsync(settings, "reconcile"));
        Assert.Contains("in use by process", held.Message, StringComparison.Ordinal);

        Assert.Equal(0, await product.App.TerminateAsync());
        await AppProcess.RunToEndAsync(settings, "reconcile");
        await using (SqliteConnection connection = new($"Data Source={Path.Combine(product.App.DataDirectory, "couponadmin.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            await using SqliteCommand damage = connection.CreateCommand();
            damage.CommandText = """UPDATE campaigns SET "Recorded" = 5""";
            await damage.ExecuteNonQueryAsync();
        }

        XunitException found = await Assert.ThrowsAsync<XunitException>(() => AppProcess.RunToEndAsync(settings, "reconcile"));
        Assert.Contains("CounterWrong × 4: Recorded 5 ≠ 1", found.Message, StringComparison.Ordinal);
        await AppProcess.RunToEndAsync(settings, "reconcile", "--repair");
        await AppProcess.RunToEndAsync(settings, "reconcile", "books");
    }
}
