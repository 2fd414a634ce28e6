using System.Diagnostics;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Microsoft.Playwright;
using Npgsql;
using StackExchange.Redis;
using Xunit;
using Xunit.Sdk;

namespace CouponAdmin.Tests.Fixtures;

public sealed class FixtureTests
{
    [Fact]
    public async Task RedisServer_WhenKilledAndStartedAgain_StillHasWhatItAcknowledged()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using (ConnectionMultiplexer before = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString))
        {
            await before.GetDatabase().StringSetAsync("kept", "yes");
        }

        await server.KillAsync();
        await server.StartAgainAsync();

        await using ConnectionMultiplexer after = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        Assert.Equal("yes", await after.GetDatabase().StringGetAsync("kept"));
    }

    [Fact]
    public async Task RedisServer_WhenAskedForItsSettings_IsDurableAndNeverEvicts()
    {
        RedisServer server = await RedisServer.SharedAsync();
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString + ",allowAdmin=true");
        IServer admin = connection.GetServers().Single();

        Assert.Equal("always", (await admin.ConfigGetAsync("appendfsync")).Single().Value);
        Assert.Equal("noeviction", (await admin.ConfigGetAsync("maxmemory-policy")).Single().Value);
        Assert.Same(server, await RedisServer.SharedAsync());
    }

    [Fact]
    public async Task RedisServer_WhenDisposed_LeavesNeitherProcessNorFolder()
    {
        RedisServer server = await RedisServer.StartAsync();
        string folder = server.DataDirectory;
        await server.DisposeAsync();

        Assert.False(Directory.Exists(folder));
        await Assert.ThrowsAsync<RedisConnectionException>(() => ConnectionMultiplexer.ConnectAsync(server.ConnectionString + ",connectRetry=0"));
    }

    [Fact]
    public async Task PostgreSqlServer_WhenCrashedAndStartedAgain_StillHasWhatItCommitted()
    {
        await using PostgreSqlServer server = await PostgreSqlServer.StartAsync();
        string database = await server.CreateDatabaseAsync();
        await ExecuteAsync(database, "CREATE TABLE kept (answer int); INSERT INTO kept VALUES (42)");

        await server.CrashAsync();
        NpgsqlConnection.ClearAllPools();
        await server.StartAgainAsync();

        Assert.Equal(42, await ExecuteAsync(database, "SELECT answer FROM kept"));
        Assert.Equal("on", await ExecuteAsync(database, "SHOW fsync"));
    }

    [Fact]
    public async Task PostgreSqlServer_WhenTwoTestsAskForADatabase_EachGetsItsOwn()
    {
        PostgreSqlServer server = await PostgreSqlServer.SharedAsync();
        string[] databases = await Task.WhenAll(server.CreateDatabaseAsync(), server.CreateDatabaseAsync());

        await Task.WhenAll(databases.Select(database => ExecuteAsync(database, "CREATE TABLE mine (id int)")));
        Assert.Equal(2, databases.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory, InlineData(Screen.Phone, 390, true), InlineData(Screen.Desktop, 1280, false)]
    public async Task ChromiumBrowser_WhenItOpensAPage_HasTheScreenLanguageAndColours(object screen, int width, bool touch)
    {
        ChromiumBrowser browser = await ChromiumBrowser.SharedAsync();
        await using IBrowserContext context = await browser.OpenAsync((Screen)screen, colors: ColorScheme.Dark);
        IPage page = await context.NewPageAsync();
        await page.GotoAsync("data:text/html;charset=utf-8,<meta name=viewport content=width=device-width><h1>선착순 쿠폰</h1>");

        Assert.Equal("선착순 쿠폰", await page.Locator("h1").TextContentAsync());
        Assert.Equal(width, await page.EvaluateAsync<int>("innerWidth"));
        Assert.Equal("ko-KR", await page.EvaluateAsync<string>("navigator.language"));
        Assert.Equal(touch, await page.EvaluateAsync<bool>("navigator.maxTouchPoints > 0"));
        Assert.True(await page.EvaluateAsync<bool>("matchMedia('(prefers-color-scheme: dark)').matches"));
    }

    [Fact]
    public async Task AppProcess_WhenItCannotStart_FailsWithWhatItWrote()
    {
        XunitException failure = await Assert.ThrowsAnyAsync<XunitException>(() => AppProcess.StartReadyAsync(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["Issuance__DrainBatchSize"] = "0" }));
        Assert.Contains("too early", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Issuance:DrainBatchSize", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TestTokens_WhenValidatedWithTheirKey_NameSubjectAndRole()
    {
        TestTokens tokens = TestTokens.WithNewKey();
        TokenValidationResult result = await ValidateAsync(tokens, tokens.Member("회원-1"));

        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.Equal("회원-1", result.Claims["sub"]);
        Assert.Equal("Member", result.Claims["role"]);
    }

    [Fact]
    public async Task TestTokens_WhenExpiredOrSignedByAnother_AreInvalid()
    {
        TestTokens tokens = TestTokens.WithNewKey();
        string expired = tokens.Create("m", "Member", expiresIn: TimeSpan.FromHours(-1));
        string foreign = TestTokens.WithNewKey().Member("m");

        Assert.IsType<SecurityTokenExpiredException>((await ValidateAsync(tokens, expired)).Exception);
        Assert.False((await ValidateAsync(tokens, foreign)).IsValid);
    }

    [Fact]
    public async Task Eventually_WhenTheStateNeverComes_ShowsTheLastAnswer()
    {
        int asked = 0;
        XunitException failure = await Assert.ThrowsAnyAsync<XunitException>(
            () => Eventually.HoldsAsync(() => $"answer {++asked}", answer => answer == "never", TimeSpan.FromMilliseconds(100)));

        Assert.Contains($"answer {asked}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("answer == \"never\"", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChildProcess_WhenDisposed_IsGone()
    {
        ChildProcess child = await ChildProcess.StartAsync(new ChildCommand("/bin/sleep", "1000"));
        int id = child.Id;
        await child.DisposeAsync();

        Assert.Throws<ArgumentException>(() => Process.GetProcessById(id));
    }

    private static async Task<object?> ExecuteAsync(string database, string sql)
    {
        await using NpgsqlConnection connection = new(database);
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private static Task<TokenValidationResult> ValidateAsync(TestTokens tokens, string token) =>
        new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = "coupon-admin",
            ValidAudience = "coupon-admin",
            IssuerSigningKey = new SymmetricSecurityKey(Convert.FromBase64String(tokens.SigningKey)),
        });
}
