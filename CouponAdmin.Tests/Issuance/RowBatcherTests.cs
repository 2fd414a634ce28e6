using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace CouponAdmin.Tests.Issuance;

/// <summary>Members who ask at the same moment share a query, and each gets their own row.</summary>
public sealed class RowBatcherTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Find_WhenManyAskAtOnce_GivesEachTheirOwnRow(DatabaseProvider database)
    {
        const int Members = RowBatcher.BatchMax * 2;
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis, Members, database);
        string[] members = [.. TestMembers.Take(Members)];
        await sale.ClaimAllAsync(members);
        await sale.DrainAsync();

        // Each twice, and one that has none between them.
        IssuanceRecord?[] found = await FindAllAsync(sale, [.. members.Concat(members).Append("nobody")]);

        Assert.Null(found[^1]);
        Assert.Equal(members.Concat(members), found.SkipLast(1).Select(row => row!.Member));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Find_WhenOneCannotEvenBeAskedFor_AnswersTheOthers(DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis, quantity: 20, database);
        string[] members = [.. TestMembers.Take(20)];
        await sale.ClaimAllAsync(members);
        await sale.DrainAsync();
        RowBatcher batcher = new(sale.Id, sale.First.Get<IDbContextFactory<CouponDbContext>>());

        // PostgreSQL takes no NUL in a text; SQLite has no such row.
        Task<IssuanceRecord?> wrong = batcher.FindAsync("first", default);
        Task<IssuanceRecord?> poison = batcher.FindAsync("a\0b", default);
        Task<IssuanceRecord?[]> others = Task.WhenAll(members.Select(member => batcher.FindAsync(member, default)));

        Assert.Equal(members, (await others).Select(row => row!.Member));
        Assert.Null(await wrong);
        Assert.Equal(database == DatabaseProvider.PostgreSql, await Record.ExceptionAsync(() => poison) is not null);
    }

    [Fact]
    public async Task Find_WhenTheDatabaseIsAway_FailsForThoseWhoAskedAndNotForThoseWhoComeLater()
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis, quantity: 5);
        await sale.ClaimAsync("a");
        await sale.DrainAsync();
        RowBatcher batcher = new(sale.Id, sale.First.Get<IDbContextFactory<CouponDbContext>>());
        await sale.ExecuteSqlAsync($"ALTER TABLE {IssuanceMapping.Table} RENAME TO away");

        await Assert.ThrowsAnyAsync<Exception>(() => batcher.FindAsync("a", default));
        await sale.ExecuteSqlAsync($"ALTER TABLE away RENAME TO {IssuanceMapping.Table}");

        Assert.Equal("a", (await batcher.FindAsync("a", default))?.Member);
    }

    private static Task<IssuanceRecord?[]> FindAllAsync(TestSale sale, string[] members)
    {
        RowBatcher batcher = new(sale.Id, sale.First.Get<IDbContextFactory<CouponDbContext>>());
        return Task.WhenAll(members.Select(member => batcher.FindAsync(member, default)));
    }
}
