using System.Globalization;
using System.Text;
using System.Text.Unicode;
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
    }

    /// <summary>The real limit, read and counted in full; only the rows are left out, which would take a minute.</summary>
    [Fact]
    public async Task Import_WhenOneMoreThanAMillionAreOnIt_IsRefusedAndNamesTheFile()
    {
        await using TestSale sale = await TestSale.OpenAsync(new TestSaleOptions
        {
            Store = StoreKind.Redis,
            More = services => services.AddSingleton<MemberListWriter>(p => new TestMemberListWriter(p.GetRequiredService<IDbContextFactory<CouponDbContext>>())),
        });
        TestSale.Require(await sale.ReplaceListAsync(["a"]));
        await using ManyMembers file = new(1_000_001);

        Result<MemberListImport> import = await sale.First.Get<ReplaceMemberList>().ExecuteAsync(sale.Slug, file, ListFileKind.Text, TestSale.Operator, null, default);

        Assert.Equal(new FieldProblem("file", FieldRule.TooMany, Max: 1_000_000), import.Refusal!.Fields.Single());
        Assert.Equal(["a"], await ListedAsync(sale));
        Assert.Equal(1_000_000, MemberListRules.MembersMax);
    }

    /// <summary>Stores a list that goes in one transaction; of a longer one the last transaction alone.</summary>
    private sealed class TestMemberListWriter(IDbContextFactory<CouponDbContext> databases) : MemberListWriter(databases)
    {
        protected override Task InsertAsync(long listId, IReadOnlyList<string> members, CancellationToken cancellationToken) =>
            members.Count == MemberListRules.MembersPerTransaction ? Task.CompletedTask : base.InsertAsync(listId, members, cancellationToken);
    }

    /// <summary>Of every list in the database: what was replaced or refused leaves nothing.</summary>
    private static async Task<List<string>> ListedAsync(TestSale sale)
    {
        await using CouponDbContext db = await sale.First.OpenDatabaseAsync();
        Assert.Equal(1, await db.Set<MemberList>().CountAsync());
        return await db.Set<ListedMember>().Select(m => m.Member).ToListAsync();
    }

    /// <summary>A file of so many members, a line at a time: nobody holds it as a whole.</summary>
    private sealed class ManyMembers(int count) : Stream
    {
        private const int LineLength = 8;
        private int _written;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            int lines = Math.Min(buffer.Length / LineLength, count - _written);
            for (int i = 0; i < lines; i++)
            {
                Utf8.TryWrite(buffer[(i * LineLength)..], CultureInfo.InvariantCulture, $"{_written++:x7}\n", out _);
            }

            return lines * LineLength;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
