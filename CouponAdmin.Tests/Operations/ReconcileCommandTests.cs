using CouponAdmin.Core.Campaigns;
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

    [Fact]
    public async Task Reconcile_WhenNoneIsNamed_TakesEveryPublishedCampaignAndSaysHowMany()
    {
        const int Published = CampaignCatalogue.PublishedMax + 2;
        await using RunningProduct product = await RunningProduct.StartAsync(Setup.Embedded);
        for (int i = 0; i < Published; i++)
        {
            await product.Sale.OpenAsync(SaleClient.Draft($"many-{i}"), product.Tokens.Operator());
        }

        // Archived is out of sight, not out of the books; a draft has none.
        (await product.Sale.PostAsync($"{SaleClient.Admin}/many-0/close", product.Tokens.Operator())).Is(200);
        (await product.Sale.PostAsync($"{SaleClient.Admin}/many-0/archive", product.Tokens.Operator())).Is(200);
        (await product.Sale.PostAsync(SaleClient.Admin, product.Tokens.Operator(), SaleClient.Draft("only-a-draft"))).Is(201);
        Assert.Equal(0, await product.App.TerminateAsync());

        string said = await AppProcess.RunToEndAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["DataDirectory"] = product.App.DataDirectory }, "reconcile");

        Assert.Contains($"{Published} campaigns compared: {Published} agree, 0 mended, 0 differ, 0 not compared.", said, StringComparison.Ordinal);
        Assert.Contains("many-0:", said, StringComparison.Ordinal);
        Assert.DoesNotContain("only-a-draft", said, StringComparison.Ordinal);
    }
}
