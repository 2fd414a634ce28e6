using System.Text;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.Eligibility;
using CouponAdmin.Core.Results;
using CouponAdmin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Tests.Issuance.Eligibility;

/// <summary>What an import takes from a file, and what it says of the rest.</summary>
public sealed class MemberFileTests
{
    private static readonly string TooLong = new('x', 129);

    public static TheoryData<ListFileKind, string, string> Files => new()
    {
        { ListFileKind.Text, "a\nb\n", "a b" },
        { ListFileKind.Text, "\uFEFFmember\r\na\r\n b \r\n", "a b" },
        { ListFileKind.Text, "a,1\nb\"2", "a,1 b\"2" },
        { ListFileKind.Csv, "a,Anna\nb,\"Bo, the second\"\n", "a b" },
        { ListFileKind.Csv, "\uFEFFname,Member\r\n\"Anna, \"\"A\"\"\",a\r\nBo,\"b\"\"2\"\r\n", "a b\"2" },
        { ListFileKind.Csv, "grade,name\ngold,Anna", "grade gold" },
    };

    [Theory, MemberData(nameof(Files))]
    public async Task Lines_WhateverTheFileIsLike_GiveItsMembers(ListFileKind kind, string text, string members)
    {
        List<string?> read = [];
        await foreach (ListLines.Line line in ListLines.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), kind, ListLines.Members, default))
        {
            read.Add(line.Text);
        }

        Assert.Equal(members.Split(' '), read);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Import_WhenAFileHasEveryFault_TakesTheRestAndNamesEachLine(DatabaseProvider database)
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis, database: database);
        byte[] file =
        [
            .. Encoding.UTF8.GetBytes($"a\n\nb\na\n{TooLong}\nB\n{new string('y', 100_000)}\nc\u0007d\n"), .. new byte[] { 0xB0, 0xA1, (byte)'\n' }, .. Encoding.UTF8.GetBytes("회원"),
        ];

        MemberListImport import = TestSale.Require(await sale.First.Get<ReplaceMemberList>().ExecuteAsync(
            sale.Slug, new MemoryStream(file), ListFileKind.Text, TestSale.Operator, null, default));

        Assert.Equal((4, 1, 1, 2, 2), (import.Report.Members, import.Report.Doubles, import.Report.Empty, import.Report.TooLong, import.Report.IllFormed));
        Assert.Equal(
            [
                new(2, MemberLineFault.Empty), new(4, MemberLineFault.Repeated), new(5, MemberLineFault.TooLong), new(7, MemberLineFault.TooLong),
                new(8, MemberLineFault.IllFormed), new(9, MemberLineFault.IllFormed),
            ],
            import.Report.Lines);
        Assert.Equal(["B", "a", "b", "회원"], (await ListedAsync(sale)).Order(StringComparer.Ordinal));
        Assert.Equal(4, await sale.Store.SetLengthAsync(sale.Keys.Members((await sale.RowAsync()).MemberListName)));
    }

    [Fact]
    public async Task Import_WhenManyLinesAreFaulty_CountsAllAndNamesTheFirst()
    {
        await using TestSale sale = await TestSale.OpenAsync(StoreKind.Redis);

        MemberListImport import = TestSale.Require(await sale.ReplaceListAsync(["a", .. Enumerable.Repeat("a", 3 * MemberListRules.LinesNamedMax)]));

        Assert.Equal((1, 3 * MemberListRules.LinesNamedMax, MemberListRules.LinesNamedMax), (import.Report.Members, import.Report.Doubles, import.Report.Lines.Count));
    }

    [Fact]
    public async Task Import_WhenNobodyOrTooManyAreOnIt_IsRefusedAndTheListOfBeforeStands()
    {
        const int Max = 6_000;
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions
        {
            Store = StoreKind.Redis,
            More = services => services.AddSingleton(p => new MemberListWriter(p.GetRequiredService<IDbContextFactory<CouponDbContext>>()) { MembersMax = Max }),
        });
        TestSale.Require(await sale.ReplaceListAsync(["a"]));

        Refusal none = (await sale.ReplaceListAsync(["", " "])).Refusal!;
        Refusal many = (await sale.ReplaceListAsync(TestMembers.Take(Max + 1))).Refusal!;

        Assert.Equal(new FieldProblem("file", FieldRule.Required), none.Fields.Single());
        Assert.Equal(FieldRule.TooMany, many.Fields.Single().Rule);
        Assert.Equal(["a"], await ListedAsync(sale));
        Assert.Equal(Max, TestSale.Require(await sale.ReplaceListAsync(TestMembers.Take(Max))).Report.Members);
        Assert.Equal(1_000_000, MemberListRules.MembersMax);
    }

    /// <summary>Of every list in the database: what was replaced or refused leaves nothing.</summary>
    private static async Task<List<string>> ListedAsync(TestSale sale)
    {
        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        Assert.Equal(1, await db.Set<MemberList>().CountAsync());
        return await db.Set<ListedMember>().Select(m => m.Member).ToListAsync();
    }
}
