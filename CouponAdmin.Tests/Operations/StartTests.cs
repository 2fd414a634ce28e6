using System.Net;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Operations;

/// <summary>A start that can't be: it ends by itself, says why in words, and names what to change.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task Start_WhenAnotherProcessUsesTheFolder_NamesTheFolderAndTheWaysOut()
    {
        RunningProduct first = await RunningProduct.SharedAsync();
        string said = await FailToStartAsync("DataDirectory", first.App.DataDirectory);

        Assert.Contains(first.App.DataDirectory, said, StringComparison.Ordinal);
        Assert.Contains($"process {first.App.ProcessId}", said, StringComparison.Ordinal);
        Assert.Contains("set DataDirectory to another folder", said, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await first.Sale.GetAsync("/health/ready")).Status);
    }

    [Theory]
    [InlineData("Issuance__DrainBatchSize", "0", "Issuance:DrainBatchSize")]
    [InlineData("Issuance__DrainBatchSize", "many", "Issuance:DrainBatchSize")]
    [InlineData("Issuance__ClaimTimeout", "00:00:00", "Issuance:ClaimTimeout")]
    [InlineData("Limits__ClaimsPerMemberPerSecond", "-1", "Limits:ClaimsPerMemberPerSecond")]
    [InlineData("Database__Provider", "Oracle", "Database:Provider")]
    [InlineData("Database__Provider", "PostgreSql", "ConnectionStrings:Database")]
    [InlineData("Rehearsal", "perhaps", "Rehearsal")]
    [InlineData("BatchScheduling", "perhaps", "BatchScheduling")]
    [InlineData("Demo__Seed", "yes", "Demo:Seed")]
    [InlineData("Authentication__Jwt__SigningKey", "c2hvcnQ=", "Authentication:Jwt:SigningKey")]
    public async Task Start_WhenASettingIsWrong_NamesTheSetting(string name, string value, string named) =>
        Assert.Contains(named, await FailToStartAsync(name, value), StringComparison.Ordinal);

    [Fact]
    public async Task Start_WhenTheAddressIsTaken_NamesIt()
    {
        RunningProduct first = await RunningProduct.SharedAsync();
        string address = first.App.Address.GetLeftPart(UriPartial.Authority);

        Assert.Contains(address, await FailToStartAsync("ASPNETCORE_URLS", address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhenAServersSchemaIsOld_NamesTheCommand()
    {
        PostgreSqlServer postgres = await PostgreSqlServer.SharedAsync();
        await using AppProcess app = await AppProcess.StartAsync(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Database__Provider"] = "PostgreSql",
            ["ConnectionStrings__Database"] = await postgres.CreateDatabaseAsync(),
        });

        Assert.Equal(1, await app.WaitForExitAsync());
        Assert.Contains("-- migrate", app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhenTheDatabasesServerIsAway_NamesTheSettings()
    {
        string said = await FailToStartAsync(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Database__Provider"] = "PostgreSql",
            ["ConnectionStrings__Database"] = $"Host=127.0.0.1;Port={LoopbackPorts.Take()};Username=nobody;Database=none",
        });

        Assert.Contains("Failed to connect to 127.0.0.1", said, StringComparison.Ordinal);
        Assert.Contains("Check Database:Provider and ConnectionStrings:Database", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhenTheSqliteFileCannotBeOpened_NamesTheDatabase()
    {
        using TestDirectory directory = new("no-file");
        Directory.CreateDirectory(Path.Combine(directory.Path, "couponadmin.db"));

        Assert.Contains("The database can't be used", await FailToStartAsync("DataDirectory", directory.Path), StringComparison.Ordinal);
    }

    private static Task<string> FailToStartAsync(string name, string value) =>
        FailToStartAsync(new Dictionary<string, string>(StringComparer.Ordinal) { [name] = value });

    private static async Task<string> FailToStartAsync(Dictionary<string, string> settings)
    {
        await using AppProcess app = await AppProcess.StartAsync(settings);

        Assert.Equal(1, await app.WaitForExitAsync());
        string said = Assert.Single(app.Output.Split('\n'), line => line.StartsWith("CouponAdmin has not started.", StringComparison.Ordinal));
        Assert.DoesNotContain("Unhandled exception", app.Output, StringComparison.Ordinal);
        return said;
    }
}
