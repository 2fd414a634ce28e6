using System.Net;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Fixtures;
using StackExchange.Redis;
using Xunit.Sdk;

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
    [InlineData("ConnectionString__Redis", "127.0.0.1:6379", "There is no setting ConnectionString:Redis. Did you mean ConnectionStrings:Redis (in the environment: ConnectionStrings__Redis)?")]
    [InlineData("Issuance__DrainBatchsSize", "10", "Did you mean Issuance:DrainBatchSize")]
    [InlineData("ConnectionStrings__Redis", "127.0.0.1:6379,pasword=x", "ConnectionStrings:Redis can't be read")]
    [InlineData("ConnectionStrings__Database", "Host=127.0.0.1;Database=coupons", "Set Database:Provider to PostgreSql")]
    [InlineData("ConnectionStrings__Database", "postgres://somebody:secret@127.0.0.1/coupons", "Database:Provider must be PostgreSql, not Sqlite")]
    [InlineData("DataDirectory", "/dev/null/data", "DataDirectory: the folder '/dev/null/data' can't be written")]
    [InlineData("DataDirectory", "/sys/kernel", "DataDirectory: the folder '/sys/kernel' can't be written")]
    [InlineData("ASPNETCORE_URLS", "nonsense", "ASPNETCORE_URLS")]
    [InlineData("ASPNETCORE_URLS", "http://192.0.2.1:5000", "The address can't be listened on")]
    [InlineData("TZDIR", "/dev/null", "Asia/Seoul")]
    [InlineData("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1", "Install ICU")]
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
            ["Store__Embedded"] = "true",
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
            ["Store__Embedded"] = "true",
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

    [Fact]
    public async Task Start_WhenTheHttpsCertificateIsMissing_NamesIt()
    {
        string said = await FailToStartAsync(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_URLS"] = "https://127.0.0.1:0", ["Kestrel__Certificates__Default__Path"] = "/missing.pfx",
        });

        Assert.Contains("/missing.pfx", said, StringComparison.Ordinal);
        Assert.Contains("Kestrel:Certificates", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(",password=wrong", "refuses the password (WRONGPASS)")]
    [InlineData("", "asks for a password (NOAUTH)")]
    public async Task Start_WhenTheStoreWantsAnotherPassword_SaysThatAndNotThatItIsAway(string password, string said)
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using (ConnectionMultiplexer administrator = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString + ",allowAdmin=true"))
        {
            await administrator.GetServers()[0].ConfigSetAsync("requirepass", "right");
        }

        string problem = await FailToStartAsync("ConnectionStrings__Redis", $"127.0.0.1:{redis.Port}{password}");

        Assert.Contains(said, problem, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{redis.Port}", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Database", "nothing", "has no database 'nothing'")]
    [InlineData("Username", "nobody", "role \"nobody\" does not exist")]
    public async Task Start_WhenTheServerDoesNotKnowTheDatabaseOrThePerson_NamesThem(string part, string value, string said)
    {
        string connection = await (await PostgreSqlServer.SharedAsync()).CreateDatabaseAsync();

        Assert.Contains(said, await FailToStartAsync(OnPostgreSql($"{connection};{part}={value}")), StringComparison.Ordinal);
    }

    [Theory, InlineData("SQL_ASCII"), InlineData("LATIN1")]
    public async Task Start_WhenTheDatabaseCannotHoldEveryText_IsRefusedAndSoIsMigrate(string encoding)
    {
        string connection = await (await PostgreSqlServer.SharedAsync()).CreateDatabaseAsync(encoding);
        Dictionary<string, string> settings = OnPostgreSql(connection);

        XunitException migrate = await Assert.ThrowsAsync<XunitException>(() => AppProcess.RunToEndAsync(settings, "migrate"));
        Assert.Contains($"stores text as {encoding}", migrate.Message, StringComparison.Ordinal);
        Assert.Contains($"stores text as {encoding}", await FailToStartAsync(settings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhenTheDatabaseIsAServerAndNoStoreIsNamed_IsRefused()
    {
        Dictionary<string, string> settings = OnPostgreSql(await Databases.NewPostgreSqlAsync());
        settings.Remove("Store__Embedded");

        Assert.Contains("set Store:Embedded to true", await FailToStartAsync(settings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhenTheDatabaseIsGivenAsAnAddress_Works()
    {
        PostgreSqlServer postgres = await PostgreSqlServer.SharedAsync();
        Npgsql.NpgsqlConnectionStringBuilder parts = new(await postgres.CreateDatabaseAsync());
        Dictionary<string, string> settings = OnPostgreSql($"postgres://{parts.Username}@{parts.Host}:{parts.Port}/{parts.Database}?application_name=sale");
        settings.Remove("Store__Embedded");
        settings["ConnectionStrings__Redis"] = $"redis://{(await RedisServer.SharedAsync()).ConnectionString}/0";

        await AppProcess.RunToEndAsync(settings, "migrate");
        await using AppProcess app = await AppProcess.StartReadyAsync(settings);
    }

    private static Dictionary<string, string> OnPostgreSql(string connection) => new(StringComparer.Ordinal)
    {
        ["Database__Provider"] = "PostgreSql", ["ConnectionStrings__Database"] = connection, ["Store__Embedded"] = "true",
    };

    private static Task<string> FailToStartAsync(string name, string value) =>
        FailToStartAsync(new Dictionary<string, string>(StringComparer.Ordinal) { [name] = value });

    private static async Task<string> FailToStartAsync(Dictionary<string, string> settings)
    {
        await using AppProcess app = await AppProcess.StartAsync(settings);

        Assert.Equal(1, await app.WaitForExitAsync());
        string said = Assert.Single(app.Output.Split('\n'), line => line.StartsWith("CouponAdmin has not started.", StringComparison.Ordinal));
        Assert.DoesNotContain("Unhandled exception", app.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", app.Output, StringComparison.Ordinal);
        return said;
    }
}
