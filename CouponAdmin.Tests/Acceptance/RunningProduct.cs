using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Acceptance;

/// <summary>What the product stands on.</summary>
public enum Setup
{
    /// <summary>Nothing installed: the embedded store and SQLite.</summary>
    Embedded,

    /// <summary>redis-server with <c>appendfsync always</c>, and PostgreSQL.</summary>
    RedisAndPostgreSql,
}

/// <summary>The built product as a process, with the tokens that it believes.</summary>
internal sealed class RunningProduct : IAsyncDisposable
{
    private static readonly SharedServer<RunningProduct> OneEmbedded = new(() => StartAsync(Setup.Embedded, ("Demo__Seed", "true")));

    private RunningProduct(AppProcess app, TestTokens tokens, IReadOnlyDictionary<string, string> settings) =>
        (App, Tokens, Sale, Settings) = (app, tokens, new SaleClient(app.Client), settings);

    public AppProcess App { get; }

    public TestTokens Tokens { get; }

    public SaleClient Sale { get; }

    /// <summary>What it was started with: another instance beside it takes the same.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>The embedded default with its demo people, one for the run: each test has a campaign of its own, and nobody kills it.</summary>
    public static Task<RunningProduct> SharedAsync() => OneEmbedded.GetAsync();

    public static async Task<RunningProduct> StartAsync(Setup setup, params (string Name, string Value)[] more)
    {
        TestTokens tokens = TestTokens.WithNewKey();
        Dictionary<string, string> settings = new(StringComparer.Ordinal) { ["Authentication__Jwt__SigningKey"] = tokens.SigningKey };
        if (setup == Setup.RedisAndPostgreSql)
        {
            settings["ConnectionStrings__Redis"] = (await RedisServer.SharedAsync()).ConnectionString;
            settings["Database__Provider"] = "PostgreSql";
            settings["ConnectionStrings__Database"] = await Databases.NewPostgreSqlAsync();
        }

        foreach ((string name, string value) in more)
        {
            settings[name] = value;
        }

        return new RunningProduct(await AppProcess.StartReadyAsync(settings), tokens, settings);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
