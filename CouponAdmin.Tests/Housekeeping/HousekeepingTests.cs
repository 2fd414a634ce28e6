using System.Collections.Concurrent;
using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Housekeeping;
using CouponAdmin.Core.Issuance.Refusals;
using CouponAdmin.Core.Issuance.Tally;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CouponAdmin.Tests.Housekeeping;

/// <summary>What only grows is removed when it is older than the settings keep it, once for all instances, and nothing else is touched.</summary>
public sealed class HousekeepingTests
{
    private static readonly HousekeepingOptions Keep = new() { RefusalDays = 10, TallyDays = 20, AuditDays = 30 };

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Remove_WhenRowsAreOlderThanTheSettings_RemovesThemAloneAndWritesItDown(DatabaseProvider database)
    {
        await using TestSale sale = await OpenAsync(database, Keep);
        await sale.ClaimAsync("holder");
        await sale.DrainAsync();
        await PlantAsync(sale, daysAgo: 9, members: 1);
        await PlantAsync(sale, daysAgo: 19, members: 1);

        // More than one statement's rows.
        await PlantAsync(sale, daysAgo: 31, members: OldRows.AtOnce + 1);
        int audited = await CountAsync<AuditEntry>(sale);

        RemovedRows removed = await sale.First.Get<OldRows>().RemoveAsync(default);

        Assert.Equal(new RemovedRows(OldRows.AtOnce + 2, 1, 1), removed);
        Assert.Equal(["r-9-0"], await ReadAsync(sale, db => db.Set<RefusedClaim>().Select(r => r.Member)));
        Assert.Equal(2, await CountAsync<TallyRecord>(sale));
        Assert.Equal(audited, await CountAsync<AuditEntry>(sale));
        AuditEntry entry = Assert.Single(await ReadAsync(sale, db => db.Set<AuditEntry>().Where(a => a.Action == "remove-old-rows")));
        Assert.Equal(("system", """{"before":{},"after":{"refusals":1002,"tallies":1,"auditEntries":1}}"""), (entry.ActorId, entry.Change));
        Assert.Single(await sale.RowsAsync());

        Assert.True((await sale.First.Get<OldRows>().RemoveAsync(default)).IsNone());
    }

    [Fact]
    public async Task Remove_WhenTheSettingsAreZero_KeepsAllForGood()
    {
        await using TestSale sale = await OpenAsync(DatabaseProvider.Sqlite, new HousekeepingOptions { RefusalDays = 0, TallyDays = 0, AuditDays = 0 });
        await PlantAsync(sale, daysAgo: 10_000, members: 1);

        Assert.True((await sale.First.Get<OldRows>().RemoveAsync(default)).IsNone());
        Assert.Equal((1, 1), (await CountAsync<RefusedClaim>(sale), await CountAsync<TallyRecord>(sale)));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Turn_WhenManyInstancesAskAtOnce_IsOnesAndDueAgainAfterADay(DatabaseProvider database)
    {
        using ErrorLog errors = new();
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions
        {
            Store = StoreKind.Redis,
            Database = database,
            More = services => services.AddHousekeeping(Keep, new DatabaseOptions()).AddLogging(logs => logs.AddProvider(errors)),
        });
        TestInstance second = await sale.AddInstanceAsync();
        JobTurns[] askers = [.. Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? sale.First : second).Get<JobTurns>())];

        Assert.Equal(1, await TakenAsync(askers));
        Assert.Equal(0, await TakenAsync(askers));
        await AgeTurnAsync(sale, JobTurns.Period(HousekeepingJob.Name));
        Assert.Equal(1, await TakenAsync(askers));

        // That another was first is nothing that goes wrong.
        Assert.Empty(errors.Lines);
    }

    [Fact]
    public async Task Job_WhenItIsItsTurn_SaysWhatItRemovedAndWaitsForTheNextDay()
    {
        await using TestSale sale = await OpenAsync(DatabaseProvider.Sqlite, Keep);
        await PlantAsync(sale, daysAgo: 11, members: 3);

        await RunAsync(sale);
        JobRun first = Assert.Single(await sale.First.Get<JobTurns>().AllAsync(default));
        await PlantAsync(sale, daysAgo: 12, members: 1);
        await RunAsync(sale);

        Assert.Equal(("refusals: 3, tallies: 0, audit: 0", false, InstanceName.Value), (first.Outcome, first.HasFailed, first.Instance));
        Assert.True(first.EndedAt >= first.StartedAt);
        Assert.Equal(1, await CountAsync<RefusedClaim>(sale));
    }

    [Fact]
    public async Task Job_WhenTheDatabaseRefusesTheRemoval_KeepsTheReason()
    {
        await using TestSale sale = await OpenAsync(DatabaseProvider.Sqlite, Keep);
        await PlantAsync(sale, daysAgo: 31, members: 1);
        await sale.ExecuteSqlAsync("CREATE TRIGGER keep_audit BEFORE DELETE ON audit_entries BEGIN SELECT RAISE(ABORT, 'the audit is kept'); END");

        await RunAsync(sale);

        JobRun run = Assert.Single(await sale.First.Get<JobTurns>().AllAsync(default));
        Assert.True(run.HasFailed);
        Assert.Contains("the audit is kept", run.Outcome, StringComparison.Ordinal);
    }

    private static Task<TestSale> OpenAsync(DatabaseProvider database, HousekeepingOptions keep) =>
        TestSale.OpenAsync(new TestSaleOptions { Store = StoreKind.Redis, Database = database, More = services => services.AddHousekeeping(keep, new DatabaseOptions()) });

    private static async Task PlantAsync(TestSale sale, int daysAgo, int members)
    {
        StoreTime at = sale.First.Get<StoreClock>().Now + -TimeSpan.FromDays(daysAgo);
        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        db.AddRange(Enumerable.Range(0, members).Select(i => new RefusedClaim { CampaignId = sale.Id, Member = $"r-{daysAgo}-{i}", Kind = "sold-out", At = at }));
        db.Add(new TallyRecord { CampaignId = sale.Id, Second = at, SoldOut = members });
        db.Add(new AuditEntry { At = at, ActorId = "planted", ActorName = "Planted", Action = "pause-campaign", Subject = sale.Slug });
        await db.SaveChangesAsync();
    }

    private static async Task<int> TakenAsync(JobTurns[] askers) =>
        (await Task.WhenAll(askers.Select(a => Task.Run(() => a.TryTakeAsync(HousekeepingJob.Name, default))))).Count(taken => taken);

    private static async Task AgeTurnAsync(TestSale sale, TimeSpan by)
    {
        long started = (sale.First.Get<StoreClock>().Now + -by).Microseconds;
        await sale.ExecuteSqlAsync($"UPDATE job_runs SET \"StartedAt\" = {started}");
    }

    private static async Task RunAsync(TestSale sale)
    {
        HousekeepingJob job = ActivatorUtilities.CreateInstance<HousekeepingJob>(sale.First.Get<IServiceProvider>());
        await job.RunAsync(isRecovery: false, default);
    }

    private static async Task<int> CountAsync<T>(TestSale sale)
        where T : class => (await ReadAsync(sale, db => db.Set<T>().AsNoTracking())).Count;

    private sealed class ErrorLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Lines.Enqueue(formatter(state, exception));
            }
        }

        public void Dispose()
        {
        }
    }

    private static async Task<List<T>> ReadAsync<T>(TestSale sale, Func<CouponDbContext, IQueryable<T>> query)
    {
        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        return await query(db).ToListAsync();
    }
}
