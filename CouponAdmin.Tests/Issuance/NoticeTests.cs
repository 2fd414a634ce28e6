using System.Data.Common;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Admitting;
using CouponAdmin.Core.Issuance.Notices;
using CouponAdmin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Tests.Issuance;

/// <summary>How a member is told: a snapshot first, then the result, whatever got lost in between.</summary>
public sealed class NoticeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task Follow_WhenTheClaimIsRecorded_GivesTheSnapshotThenTheCouponThenEnds(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 10, database);
        long ticket = (await sale.ClaimAsync("a")).Ticket;
        await using IAsyncEnumerator<ClaimNotice> stream = FollowAsync(sale, "a", sale.First);

        Assert.Equal(new MyClaim(sale.Slug, ClaimStatus.Queued, ticket), (await NextAsync(stream)).Claim);
        await sale.DrainAsync();
        MyClaim issued = (await NextAsync(stream)).Claim;
        Assert.Equal((ClaimStatus.Issued, 1, ticket), (issued.Status, issued.Number, issued.Ticket));
        Assert.Equal((await sale.RowOfAsync("a")).Code, issued.Code);
        Assert.False(await stream.MoveNextAsync().AsTask().WaitAsync(Patience));
        Assert.Equal(0, sale.First.Get<NoticeHub>().WaiterCount);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Follow_WhenNeitherTicketNorRowIsLeft_SaysThatTheClaimIsLostAndEnds(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store);
        await sale.ClaimAsync("a");
        await using IAsyncEnumerator<ClaimNotice> stream = FollowAsync(sale, "a", sale.First);
        await NextAsync(stream);
        await sale.Store.SortedSetRemoveAsync(sale.Keys.Queue, "a");

        // One look may fall between two servers.
        NoticeHub hub = sale.First.Get<NoticeHub>();
        await hub.LookAgainAsync(default);
        Task<bool> next = stream.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        await hub.LookAgainAsync(default);

        Assert.True(await next.WaitAsync(Patience));
        Assert.IsType<ClaimNotice.Lost>(stream.Current);
        Assert.False(await stream.MoveNextAsync());
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Follow_WhenRecordedAlready_GivesTheCouponAndEnds(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store);
        await sale.ClaimAsync("a");
        await sale.DrainAsync();
        await using IAsyncEnumerator<ClaimNotice> stream = FollowAsync(sale, "a", sale.First);
        await using IAsyncEnumerator<ClaimNotice> nobody = FollowAsync(sale, "never asked", sale.First);

        Assert.Equal(ClaimStatus.Issued, (await NextAsync(stream)).Claim.Status);
        Assert.False(await stream.MoveNextAsync());
        Assert.False(await nobody.MoveNextAsync());
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Follow_WhenAnotherInstanceDrains_HearsItFromTheStore(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store);
        TestInstance second = await sale.AddInstanceAsync();
        await ListenAsync(second);
        await sale.ClaimAsync("a");
        await using IAsyncEnumerator<ClaimNotice> stream = FollowAsync(sale, "a", second);
        await NextAsync(stream);

        await sale.DrainAsync();

        Assert.Equal(ClaimStatus.Issued, (await NextAsync(stream)).Claim.Status);
    }

    [Theory, MemberData(nameof(Databases.WithStores), MemberType = typeof(Databases))]
    public async Task LookAgain_WhenThePublicationWasLost_StillDelivers(StoreKind store, DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(store, quantity: 10, database);
        TestInstance deaf = await sale.AddInstanceAsync();
        await sale.ClaimAsync("a");
        await using IAsyncEnumerator<ClaimNotice> stream = FollowAsync(sale, "a", deaf);
        await NextAsync(stream);
        await sale.DrainAsync();
        ValueTask<bool> next = stream.MoveNextAsync();
        Assert.False(next.IsCompleted, "the instance wasn't deaf");

        await deaf.Get<NoticeHub>().LookAgainAsync(default);

        Assert.True(await next.AsTask().WaitAsync(Patience));
        Assert.Equal(ClaimStatus.Issued, Assert.IsType<ClaimNotice.Changed>(stream.Current).Claim.Status);
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Announce_WhenManyWait_IsOneQueryOfTheNewRows(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions
        {
            Store = store,
            Quantity = 1_000,
            More = services => services.AddSingleton<TestQueryCounter>()
                .ConfigureDbContext<SqliteCouponDbContext>((p, builder) => builder.AddInterceptors(p.GetRequiredService<TestQueryCounter>())),
        });
        TestInstance second = await sale.AddInstanceAsync();
        TestQueryCounter queries = second.Get<TestQueryCounter>();
        await sale.ClaimAllAsync(TestMembers.Take(500));
        await sale.DrainAsync();

        // The first news after a long sale: not the whole sale again.
        Assert.Equal((1, 1), await ToldAsync(["early"]));
        Assert.Equal((1, 100), await ToldAsync([.. TestMembers.Take(100, from: 501)]));

        async Task<(int Queries, int Rows)> ToldAsync(string[] members)
        {
            await sale.ClaimAllAsync(members);
            NoticeWaiter[] waiters = [.. members.Select(m => second.Get<NoticeHub>().Register(new(sale.Id, sale.Keys.Campaign, sale.Slug, 30, false), m))];
            await sale.DrainAsync();
            queries.Reset();
            Core.Campaigns.Campaign row = await sale.RowAsync();
            second.Get<NoticeHub>().Announce(sale.Keys.Campaign, row.Watermark, row.Recorded);
            ClaimNotice[] told = await Task.WhenAll(waiters.Select(w => w.NextAsync(Patience, default)));
            Assert.All(told, t => Assert.Equal(ClaimStatus.Issued, Assert.IsType<ClaimNotice.Changed>(t).Claim.Status));
            Array.ForEach(waiters, w => w.Dispose());
            return await Eventually.HoldsAsync(() => (queries.Count, queries.Rows), q => q.Count > 0);
        }
    }

    [Fact]
    public async Task NextAsync_WhenNothingIsNew_Pings()
    {
        using NoticeWaiter waiter = new("a", _ => { });
        Assert.IsType<ClaimNotice.Ping>(await waiter.NextAsync(TimeSpan.FromMilliseconds(20), default));
        waiter.Tell(new ClaimNotice.Progress(7));
        Assert.Equal(new ClaimNotice.Progress(7), await waiter.NextAsync(Patience, default));
    }

    [Fact]
    public async Task NextAsync_WhenTheReaderIsSlow_KeepsTheNewest()
    {
        using NoticeWaiter waiter = new("a", _ => { });
        for (int i = 1; i <= 100; i++)
        {
            waiter.Tell(new ClaimNotice.Progress(i));
        }

        Assert.Equal(new ClaimNotice.Progress(100 - NoticeWaiter.NoticesMax + 1), await waiter.NextAsync(Patience, default));
    }

    [Theory, MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Announce_WhenAnotherInstanceRecorded_LetsThisOneSeeALaterLoss(StoreKind store)
    {
        await using TestSale sale = await TestSale.OpenAsync(store);
        TestInstance second = await sale.AddInstanceAsync();
        await ListenAsync(second);
        await sale.ClaimAsync("a");
        await sale.DrainAsync();
        long watermark = (await sale.RowAsync()).Watermark;

        await Eventually.HoldsAsync(() => second.Get<KnownTickets>().Of(sale.Keys.Campaign), known => known == watermark);
    }

    private static IAsyncEnumerator<ClaimNotice> FollowAsync(TestSale sale, string member, TestInstance by) =>
        by.Get<MyClaims>().FollowAsync(sale.Slug, member, default).GetAsyncEnumerator();

    // As the product does: the connection for subscriptions may be a moment behind the one for commands.
    private static Task<Exception?> ListenAsync(TestInstance instance) => Eventually.HoldsAsync<Exception?>(
        () => Record.ExceptionAsync(instance.Get<RecordedNews>().ListenAsync), refusal => refusal is null);

    private static async Task<ClaimNotice.Changed> NextAsync(IAsyncEnumerator<ClaimNotice> stream)
    {
        Assert.True(await stream.MoveNextAsync().AsTask().WaitAsync(Patience), "the stream ended");
        return Assert.IsType<ClaimNotice.Changed>(stream.Current);
    }

    // What one instance asks of the table of claims, and how many rows it reads.
    private sealed class TestQueryCounter : DbCommandInterceptor
    {
        private int _count;
        private int _rows;

        public int Count => _count;

        public int Rows => _rows;

        public void Reset() => (_count, _rows) = (0, 0);

        public override ValueTask<InterceptionResult> DataReaderClosingAsync(DbCommand command, DataReaderClosingEventData eventData, InterceptionResult result)
        {
            // The last of the reads found the end.
            Note(command, eventData.ReadCount - 1);
            return base.DataReaderClosingAsync(command, eventData, result);
        }

        private void Note(DbCommand command, int rows)
        {
            if (command.CommandText.Contains("FROM \"issuances\"", StringComparison.Ordinal))
            {
                Interlocked.Add(ref _rows, rows);
                Interlocked.Increment(ref _count);
            }
        }
    }
}
