using System.Text;
using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Exports;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Tests.Audit;

public sealed class AuditLogTests
{
    private static readonly StoreTime Noon = StoreTime.From(TestCampaigns.Noon);

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Slice_WhenFiltered_GivesNewestFirstAndCountsAll(DatabaseProvider provider)
    {
        await using Ledger ledger = await Ledger.OpenAsync(provider);
        await ledger.WriteAsync(
            ("u-1", "Min 운영", "close-campaign", "spring", 0), ("u-2", "Ada", "close-campaign", "spring-2", 60), ("u-1", "Min 운영", "warm-campaign", "spring", 120));

        Assert.Equal(["spring 120", "spring-2 60", "spring 0"], await ledger.FindAsync(new AuditFilter()));
        Assert.Equal(["spring 120", "spring 0"], await ledger.FindAsync(new AuditFilter(Who: "u-1")));
        Assert.Equal(["spring-2 60"], await ledger.FindAsync(new AuditFilter(Who: "ADA")));
        Assert.Equal(["spring 120", "spring 0"], await ledger.FindAsync(new AuditFilter(Who: "운영")));
        Assert.Equal(["spring-2 60", "spring 0"], await ledger.FindAsync(new AuditFilter(Action: "close-campaign")));
        Assert.Equal(["spring 120", "spring-2 60", "spring 0"], await ledger.FindAsync(new AuditFilter(Subject: "spring")));
        Assert.Equal(["spring-2 60"], await ledger.FindAsync(new AuditFilter(Subject: "SPRING-")));
        Assert.Empty(await ledger.FindAsync(new AuditFilter(Subject: "spring_")));
        Assert.Equal(["spring 120", "spring 0"], await ledger.FindAsync(new AuditFilter(Subject: "spring", IsWholeSubject: true)));
        Assert.Equal(["spring-2 60"], await ledger.FindAsync(new AuditFilter(From: Noon + TimeSpan.FromSeconds(60), To: Noon + TimeSpan.FromSeconds(120))));
        (IReadOnlyList<AuditEntry> page, int total) = await ledger.Log.SliceAsync(new AuditFilter(), skip: 1, take: 1, default);
        Assert.Equal((3, "spring-2"), (total, Assert.Single(page).Subject));
        Assert.Equal(["close-campaign", "warm-campaign"], await ledger.Log.ActionsAsync(default));
    }

    [Fact]
    public async Task Entry_WhenChangedOrRemoved_IsRefusedAndStays()
    {
        await using Ledger ledger = await Ledger.OpenAsync(DatabaseProvider.Sqlite);
        await ledger.WriteAsync(("u-1", "Min", "close-campaign", "spring", 0));
        await using (CouponDbContext db = await ledger.Databases.CreateDbContextAsync())
        {
            AuditEntry entry = await db.Set<AuditEntry>().SingleAsync();
            db.Entry(entry).Property(e => e.ActorName).CurrentValue = "somebody else";
            await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync());
            Assert.Throws<InvalidOperationException>(() => db.SaveChanges());
        }

        await using (CouponDbContext db = await ledger.Databases.CreateDbContextAsync())
        {
            db.Remove(await db.Set<AuditEntry>().SingleAsync());
            await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync());
        }

        (IReadOnlyList<AuditEntry> all, _) = await ledger.Log.SliceAsync(new AuditFilter(), 0, 10, default);
        Assert.Equal("Min", Assert.Single(all).ActorName);
    }

    [Fact]
    public async Task Csv_WhenNamesLookLikeFormulas_IsTextAndOldestFirst()
    {
        await using Ledger ledger = await Ledger.OpenAsync(DatabaseProvider.Sqlite);
        await ledger.WriteAsync(("u-1", "=1+1", "close-campaign", "spring", 0), ("u-2", "회원", "close-campaign", "@x", 1));
        using MemoryStream file = new();

        await new AuditCsv(ledger.Databases).WriteAsync(new AuditFilter(), CsvForm.Spreadsheet, file, default);

        Assert.Equal(Encoding.UTF8.GetPreamble(), file.ToArray()[..3]);
        string[] lines = Encoding.UTF8.GetString(file.ToArray()[3..]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("id,at,actorId,actorName,address,action,subject,reason,change", lines[0]);
        Assert.Contains(",u-1,'=1+1,10.0.0.7,close-campaign,spring,", lines[1], StringComparison.Ordinal);
        Assert.Contains(",회원,10.0.0.7,close-campaign,'@x,", lines[2], StringComparison.Ordinal);
    }

    private sealed class Ledger : IAsyncDisposable
    {
        private readonly TestDirectory _folder;
        private readonly DatabaseOptions _options;
        private readonly ServiceProvider _services;

        private Ledger(DatabaseOptions options, TestDirectory folder)
        {
            (_options, _folder) = (options, folder);
            _services = Fixtures.Databases.Services(options);
        }

        public IDbContextFactory<CouponDbContext> Databases => _services.GetRequiredService<IDbContextFactory<CouponDbContext>>();

        public AuditLog Log => new(Databases);

        public static async Task<Ledger> OpenAsync(DatabaseProvider provider)
        {
            TestDirectory folder = new("audit");
            return new Ledger(await Fixtures.Databases.CreateAsync(provider, folder.Path), folder);
        }

        public async Task WriteAsync(params (string Id, string Name, string Action, string Subject, int Second)[] acts)
        {
            foreach ((string id, string name, string action, string subject, int second) in acts)
            {
                await using CouponDbContext db = await Databases.CreateDbContextAsync();
                AuditTrail.Write(db, Noon + TimeSpan.FromSeconds(second), new Actor(id, name, "10.0.0.7"), AuditActions.Find(action)!.Value, subject);
                await db.SaveChangesAsync();
            }
        }

        public async Task<string[]> FindAsync(AuditFilter filter)
        {
            (IReadOnlyList<AuditEntry> items, int total) = await Log.SliceAsync(filter, 0, 10, default);
            Assert.Equal(items.Count, total);
            return [.. items.Select(a => FormattableString.Invariant($"{a.Subject} {(a.At - Noon).TotalSeconds}"))];
        }

        public async ValueTask DisposeAsync()
        {
            await Fixtures.Databases.ReleaseAsync(_options, Databases);
            await _services.DisposeAsync();
            _folder.Dispose();
        }
    }
}
