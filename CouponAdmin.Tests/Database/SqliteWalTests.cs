using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Exports;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Exports;
using CouponAdmin.Tests.Fixtures;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CouponAdmin.Tests.Database;

/// <summary>The write-ahead log: as large as a reader makes it, and empty again after them.</summary>
public sealed class SqliteWalTests
{
    private const long SizeMaxBytes = 1 << 20;

    [Fact]
    public async Task Log_WhenAReaderHoldsItBack_GrowsAndIsEmptiedAfterThem()
    {
        await using WrittenFile file = await WrittenFile.CreateAsync();
        SqliteWal wal = file.Wal();
        await using (SqliteConnection reader = new(file.Options.ConnectionString))
        {
            await reader.OpenAsync();
            await using SqliteTransaction reading = reader.BeginTransaction(deferred: true);
            await using SqliteCommand look = reader.CreateCommand();
            look.CommandText = "SELECT COUNT(*) FROM audit_entries";
            await look.ExecuteScalarAsync();
            await file.WriteAsync(4_000);

            Assert.False(await wal.BoundAsync(default));
            Assert.True(file.LogBytes > SizeMaxBytes, $"{file.LogBytes} bytes");
        }

        Assert.True(await wal.BoundAsync(default));
        Assert.Equal(0, file.LogBytes);
    }

    [Fact]
    public async Task Log_WhenAnExportIsTakenVerySlowly_IsNotHeldBack()
    {
        await using WrittenFile file = await WrittenFile.CreateAsync();
        await file.WriteAsync(4_000);
        StalledReader reader = new();
        Task export = new AuditCsv(file.Contexts).WriteAsync(new AuditFilter(), CsvForm.Spreadsheet, reader, default);
        await reader.Stalled;
        await file.WriteAsync(4_000);

        Assert.True(file.LogBytes > SizeMaxBytes, $"{file.LogBytes} bytes");
        Assert.True(await file.Wal().BoundAsync(default));
        Assert.Equal(0, file.LogBytes);
        reader.GoOn();
        await export;
    }

    [Fact]
    public async Task Connection_WhenOpened_HasTheLimitOfTheLog()
    {
        await using WrittenFile file = await WrittenFile.CreateAsync();
        await using CouponDbContext db = await file.Contexts.CreateDbContextAsync();

        Assert.Equal([SqliteWal.SizeMaxBytes], await db.Database.SqlQueryRaw<long>("PRAGMA journal_size_limit").ToListAsync());
    }

    private sealed class WrittenFile : IAsyncDisposable
    {
        private readonly TestDirectory _folder = new("wal");
        private ServiceProvider? _services;

        public DatabaseOptions Options { get; private set; } = new();

        public IDbContextFactory<CouponDbContext> Contexts => _services!.GetRequiredService<IDbContextFactory<CouponDbContext>>();

        public long LogBytes => new FileInfo(new SqliteConnectionStringBuilder(Options.ConnectionString).DataSource + "-wal").Length;

        public static async Task<WrittenFile> CreateAsync()
        {
            WrittenFile file = new();
            file.Options = await Databases.CreateAsync(DatabaseProvider.Sqlite, file._folder.Path);
            file._services = Databases.Services(file.Options);
            return file;
        }

        public SqliteWal Wal() => new(Contexts, NullLogger<SqliteWal>.Instance, SizeMaxBytes);

        public async Task WriteAsync(int entries)
        {
            await using CouponDbContext db = await Contexts.CreateDbContextAsync();
            for (int i = 0; i < entries; i++)
            {
                AuditTrail.Write(db, StoreTime.From(TestCampaigns.Noon), TestSale.Operator, AuditAction.WarmCampaign, "a-subject", new string('x', 400));
            }

            await db.SaveChangesAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await Databases.ReleaseAsync(Options, Contexts);
            await _services!.DisposeAsync();
            _folder.Dispose();
        }
    }
}
