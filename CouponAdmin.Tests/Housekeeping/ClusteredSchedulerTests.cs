using System.Globalization;
using CouponAdmin.Core.Housekeeping;
using CouponAdmin.Tests.Fixtures;
using Npgsql;

namespace CouponAdmin.Tests.Housekeeping;

/// <summary>Quartz's cluster in the database: a job of all instances runs on one of them, and on another one when that dies in it.</summary>
public sealed class ClusteredSchedulerTests
{
    /// <summary>The scheduler looks for due jobs every 30 s, and believes in a death after 15 s.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Housekeeping_WhenItsInstanceDiesInIt_IsDoneAgainByTheOther()
    {
        string connectionString = await Databases.NewPostgreSqlAsync();
        await using RedisServer redis = await RedisServer.StartAsync();
        Dictionary<string, string> settings = new(StringComparer.Ordinal)
        {
            ["Database__Provider"] = "PostgreSql",
            ["ConnectionStrings__Database"] = connectionString,
            ["ConnectionStrings__Redis"] = redis.ConnectionString,
            ["Rehearsal"] = "false",
        };
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(connectionString);

        // The job stands still in its first removal, whenever it comes: on a slow machine its own time is there before the second instance is.
        await using NpgsqlConnection holding = await database.OpenConnectionAsync();
        await using NpgsqlTransaction transaction = await holding.BeginTransactionAsync();
        await using (NpgsqlCommand hold = new("LOCK TABLE refused_claims IN ACCESS EXCLUSIVE MODE", holding, transaction))
        {
            await hold.ExecuteNonQueryAsync();
        }

        AppProcess[] both = await Task.WhenAll(AppProcess.StartReadyAsync(settings), AppProcess.StartReadyAsync(settings));
        await using AppProcess one = both[0], two = both[1];
        Assert.Equal(2L, await AskAsync(database, "SELECT count(*) FROM qrtz_scheduler_state"));

        long now = TimeProvider.System.GetUtcNow().UtcTicks;
        await AskAsync(database, string.Create(CultureInfo.InvariantCulture, $"UPDATE qrtz_triggers SET next_fire_time = {now}"));
        string taken = await Eventually.HoldsAsync(() => RunAsync(database), run => run.EndsWith(" under way", StringComparison.Ordinal), Patience, () => one.Output + two.Output);
        Assert.Equal(1L, await AskAsync(database, "SELECT count(*) FROM qrtz_fired_triggers WHERE job_name = 'housekeeping' AND state = 'EXECUTING'"));
        (AppProcess dies, AppProcess lives) = taken.Contains(Of(one), StringComparison.Ordinal) ? (one, two) : (two, one);
        await dies.KillAsync();
        await transaction.RollbackAsync();

        string done = await Eventually.HoldsAsync(() => RunAsync(database), run => run.EndsWith(" over", StringComparison.Ordinal), Patience, () => lives.Output);
        Assert.Contains(Of(lives), done, StringComparison.Ordinal);
    }

    private static string Of(AppProcess app) => string.Create(CultureInfo.InvariantCulture, $":{app.ProcessId} ");

    private static async Task<string> RunAsync(NpgsqlDataSource database) => (string?)await AskAsync(
        database,
        $"""
        SELECT "Instance" || ' ' || CASE WHEN "EndedAt" IS NULL THEN 'under way' WHEN "HasFailed" THEN 'failed: ' || "Outcome" ELSE 'over' END
        FROM job_runs WHERE "Name" = '{HousekeepingJob.Name}'
        """) ?? "";

    private static async Task<object?> AskAsync(NpgsqlDataSource database, string sql)
    {
        await using NpgsqlCommand command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
