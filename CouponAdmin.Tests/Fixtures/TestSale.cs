using System.Text;
using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Books;
using CouponAdmin.Core.Issuance.Eligibility;
using CouponAdmin.Core.Issuance.FailOver;
using CouponAdmin.Core.Issuance.Pools;
using CouponAdmin.Core.Issuance.Quarantine;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;

namespace CouponAdmin.Tests.Fixtures;

/// <summary>A published campaign on a real store and a database of its own. The test decides when something is drained, checked or told.</summary>
internal sealed class TestSale : IAsyncDisposable
{
    private static readonly TimeSpan EdgeMax = TimeSpan.FromSeconds(10);

    private readonly TestDirectory _folder = new("sale");
    private readonly List<TestInstance> _instances = [];
    private readonly TestSaleOptions _options;
    private readonly string _redis;

    private TestSale(TestSaleOptions options, string redis) => (_options, _redis) = (options, redis);

    public static Actor Operator { get; } = new("operator-1", "Test Operator");

    public string Slug { get; } = $"sale-{Guid.NewGuid():N}";

    public DatabaseOptions Database { get; private set; } = new();

    public long Id { get; private set; }

    public CampaignKeys Keys { get; private set; }

    public TestInstance First => _instances[0];

    /// <summary>The store as the product reaches it.</summary>
    public IDatabase Store => First.Get<StoreConnections>().Draining;

    public static Task<TestSale> OpenAsync(StoreKind store, int quantity = 10, DatabaseProvider database = DatabaseProvider.Sqlite) =>
        OpenAsync(new TestSaleOptions { Store = store, Quantity = quantity, Database = database });

    public static async Task<TestSale> OpenAsync(TestSaleOptions options)
    {
        TestSale sale = new(options, options.OwnStore ?? await Stores.ConnectionAsync(options.Store));
        sale.Database = options.OwnDatabase ?? await Databases.CreateAsync(options.Database, sale._folder.Path);
        await sale.AddInstanceAsync();
        Require(await sale.First.Get<CreateCampaign>().ExecuteAsync(options.Draft(sale.Slug, TimeProvider.System.GetUtcNow()), Operator, default));
        if (options.Codes is { } codes)
        {
            Require(await sale.ImportCodesAsync(codes));
        }

        Require(await sale.First.Get<PublishCampaign>().ExecuteAsync(sale.Slug, Operator, default));
        Campaign row = await sale.RowAsync();
        (sale.Id, sale.Keys) = (row.Id, new CampaignKeys(row.Key));
        return sale;
    }

    /// <summary>A sale whose window opens or closes in a moment, and what a member was told before that; on a machine that came too late for it, once more with twice the time.</summary>
    /// <param name="edge">The time until the window's edge, at first.</param>
    /// <param name="before">What a claim is told before it.</param>
    public static async Task<(TestSale Sale, ClaimAnswer Told)> OpenBeforeAsync(TimeSpan edge, ClaimOutcome before, string member, Func<TimeSpan, TestSaleOptions> options)
    {
        while (true)
        {
            TestSale sale = await OpenAsync(options(edge));
            ClaimAnswer told = await sale.ClaimAsync(member);
            if (told.Outcome == before || edge > EdgeMax)
            {
                return (sale, told);
            }

            await sale.DisposeAsync();
            edge *= 2;
        }
    }

    /// <summary>One more instance on the same store and database.</summary>
    public async Task<TestInstance> AddInstanceAsync()
    {
        TestInstance instance = await TestInstance.StartAsync(_redis, Database, _options.Issuance, _options.More);
        _instances.Add(instance);
        return instance;
    }

    public Task<ClaimAnswer> ClaimAsync(string member) => ClaimAsync(member, First);

    public Task<ClaimAnswer> ClaimAsync(string member, TestInstance by) => by.Desk.ClaimAsync(Slug, member, default);

    public Task<ClaimAnswer[]> ClaimAllAsync(IEnumerable<string> members) => Task.WhenAll(members.Select(ClaimAsync));

    public Task DrainAsync(TestInstance? by = null) => (by ?? First).Drainer.DrainAsync([Id], default);

    public Task CheckBooksAsync(TestInstance? by = null) => (by ?? First).Books.CheckAsync(Id, default);

    public Task<Result<CampaignView>> PauseAsync(TestInstance? by = null) => (by ?? First).Get<PauseCampaign>().ExecuteAsync(Slug, Operator, default);

    public Task<Result<CampaignView>> ResumeAsync(TestInstance? by = null) => (by ?? First).Get<ResumeCampaign>().ExecuteAsync(Slug, Operator, default);

    public Task<Result<CampaignView>> CloseAsync(TestInstance? by = null) => (by ?? First).Get<CloseCampaign>().ExecuteAsync(Slug, Operator, default);

    public Task<Result<CampaignView>> SetQuantityAsync(int quantity, TestInstance? by = null) =>
        (by ?? First).Get<ChangeQuantity>().ExecuteAsync(Slug, quantity, "as planned", Operator, default);

    public Task<Result<IssuanceView>> RevokeAsync(int number, bool returnUnit, TestInstance? by = null) =>
        (by ?? First).Get<RevokeCoupon>().ExecuteAsync(Slug, number, "a mistake", returnUnit, Operator, default);

    /// <summary>Lets these members claim and nobody else.</summary>
    public async Task<Result<MemberListImport>> ReplaceListAsync(IEnumerable<string> members, TestInstance? by = null)
    {
        await using MemoryStream file = new(Encoding.UTF8.GetBytes(string.Join('\n', members)));
        return await (by ?? First).Get<ReplaceMemberList>().ExecuteAsync(Slug, file, ListFileKind.Text, Operator, progress: null, default);
    }

    /// <summary>Puts these lines into the campaign's pool; a key of its own unless one is given.</summary>
    public async Task<Result<CodeImportAnswer>> ImportCodesAsync(IEnumerable<string> lines, string? key = null, TestInstance? by = null)
    {
        await using MemoryStream file = new(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        return await (by ?? First).Get<ImportCodes>().ExecuteAsync(Slug, key ?? Guid.NewGuid().ToString("N"), file, ListFileKind.Text, Operator, progress: null, default);
    }

    public async Task<Campaign> RowAsync()
    {
        await using CouponDbContext db = await First.OpenDatabaseAsync();
        return await db.Set<Campaign>().AsNoTracking().SingleAsync(c => c.Slug == Slug);
    }

    /// <summary>Every recorded claim in the order of the tickets.</summary>
    public async Task<List<IssuanceRecord>> RowsAsync()
    {
        await using CouponDbContext db = await First.OpenDatabaseAsync();
        return await db.Set<IssuanceRecord>().AsNoTracking().Where(i => i.CampaignId == Id).OrderBy(i => i.Ticket).ToListAsync();
    }

    /// <summary>The members whose row has a stand-in for them, by ticket.</summary>
    public async Task<IReadOnlyDictionary<long, string>> UnstorableAsync()
    {
        await using CouponDbContext db = await First.OpenDatabaseAsync();
        return await db.Set<QuarantinedClaim>().AsNoTracking().Where(q => q.CampaignId == Id).ToDictionaryAsync(q => q.Ticket, q => q.Member);
    }

    public async Task<IssuanceRecord> RowOfAsync(string member) => (await RowsAsync()).Single(r => r.Member == member);

    /// <summary>The store's queue in the order of the tickets.</summary>
    public Task<SortedSetEntry[]> QueueAsync() => Store.SortedSetRangeByRankWithScoresAsync(Keys.Queue);

    public async Task<StoreBooks> StoreBooksAsync() => await First.Get<BooksReader>().ReadAsync(await RowAsync());

    public async Task<CampaignCounts> CountsAsync() => await First.Get<CampaignFacts>().ReadAsync(Keys.Campaign);

    /// <summary>The moment on the store's clock.</summary>
    public async Task<long> NowUsAsync() => (await CountsAsync()).Now.Microseconds;

    /// <summary>Puts claims into the queue behind the admission's back, which no code of the product does.</summary>
    public async Task PlantAsync(params (string Member, long Ticket)[] claims) =>
        await Store.SortedSetAddAsync(Keys.Queue, [.. claims.Select(c => new SortedSetEntry(c.Member, c.Ticket))]);

    /// <summary>
    /// What is left after a store came back empty, and with the queue the memory of those who acknowledged its claims is gone, as if they had died together.
    /// The server is shared, so only this sale's keys go.
    /// </summary>
    public async Task LoseAsync(params RedisKey[] keys)
    {
        RedisKey[] lost = keys.Length > 0 ? keys : [Keys.Facts, Keys.Queue, Keys.Progress, Keys.Drainer];
        await Store.KeyDeleteAsync(lost);
        foreach (AcknowledgedClaims memory in lost.Contains(Keys.Queue) ? _instances.Select(instance => instance.Get<AcknowledgedClaims>()) : [])
        {
            memory.Forget(Keys.Campaign, memory.Of(Keys.Campaign).Select(claim => claim.Ticket));
        }
    }

    public async Task ExecuteSqlAsync(string sql)
    {
        await using CouponDbContext db = await First.OpenDatabaseAsync();
        await db.Database.ExecuteSqlRawAsync(sql);
    }

    public async ValueTask DisposeAsync()
    {
        await Databases.ReleaseAsync(Database, First.Get<IDbContextFactory<CouponDbContext>>());
        foreach (TestInstance instance in _instances)
        {
            await instance.DisposeAsync();
        }

        _folder.Dispose();
    }

    public static T Require<T>(Result<T> result)
        where T : class => result.TryGet(out T? value, out Refusal? refusal) ? value : throw new InvalidOperationException(refusal.Detail);
}
