using System.Globalization;
using CouponAdmin.Tests.Faults;
using CouponAdmin.Tests.Fixtures;
using Npgsql;

namespace CouponAdmin.Tests.Operations;

/// <summary>Readiness while what it looks at hangs: an orchestrator gets its answer, and it is no.</summary>
public sealed class ReadinessTests
{
    /// <summary>The promise is two seconds; a loaded machine gets more, and the drivers' own time-outs are longer still.</summary>
    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Ready_WhenTheStoreOrTheDatabaseHangs_SaysWhichInTime()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        PostgreSqlServer server = await PostgreSqlServer.SharedAsync();
        await using FaultProxy line = FaultProxy.To(server.Port);
        NpgsqlConnectionStringBuilder database = new(await Databases.NewPostgreSqlAsync());
        database.Port = line.Port;
        Dictionary<string, string> settings = new(StringComparer.Ordinal)
        {
            ["Database__Provider"] = "PostgreSql",
            ["ConnectionStrings__Database"] = database.ConnectionString,
            ["ConnectionStrings__Redis"] = redis.ConnectionString,
        };
        await using AppProcess app = await AppProcess.StartReadyAsync(settings);

        redis.Freeze();
        try
        {
            Assert.Contains("503 store", await AskAsync(app), StringComparison.Ordinal);
        }
        finally
        {
            redis.Thaw();
        }

        await app.WaitUntilReadyAsync();
        line.Blackhole();
        try
        {
            // More than once: looks that hang must not pile up.
            for (int i = 0; i < 3; i++)
            {
                Assert.Contains("503 database", await AskAsync(app), StringComparison.Ordinal);
            }
        }
        finally
        {
            line.Flow();
        }

        await app.WaitUntilReadyAsync();
    }

    private static async Task<string> AskAsync(AppProcess app)
    {
        using CancellationTokenSource patience = new(AnsweredWithin);
        using HttpResponseMessage answer = await app.Client.GetAsync(new Uri("/health/ready", UriKind.Relative), patience.Token);
        using System.Text.Json.JsonDocument report = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync(patience.Token));
        IEnumerable<string> ill = report.RootElement.GetProperty("checks").EnumerateObject()
            .Where(check => check.Value.GetProperty("status").GetString() == "Unhealthy").Select(check => check.Name);
        return string.Create(CultureInfo.InvariantCulture, $"{(int)answer.StatusCode} {string.Join(' ', ill)}");
    }
}
