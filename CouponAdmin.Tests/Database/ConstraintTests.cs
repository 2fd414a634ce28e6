using System.Data.Common;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Tests.Database;

/// <summary>What the database itself refuses, whatever the code above it does: the same on each provider.</summary>
public sealed class ConstraintTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Insert_WhenMemberTicketNumberOrCodeIsTaken_IsADataError(DatabaseProvider provider)
    {
        await using Db db = await Db.CreateAsync(provider);
        await db.AddAsync(Row(1, "a", number: 1, code: "AAAA"));

        await RefusedAsync(db, Row(2, "a", number: 2, code: "BBBB"));
        await RefusedAsync(db, Row(1, "b", number: 2, code: "BBBB"));
        await RefusedAsync(db, Row(2, "b", number: 1, code: "BBBB"));
        await RefusedAsync(db, Row(2, "b", number: 2, code: "AAAA"));
        await db.AddAsync(Row(2, "b", number: 2, code: "BBBB"));
    }

    // On PostgreSQL by a trigger: there is no foreign key there.
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Campaign_WhenItHasIssuances_CannotBeDeleted(DatabaseProvider provider)
    {
        await using Db db = await Db.CreateAsync(provider);
        await db.AddAsync(Row(1, "a", number: 1, code: "AAAA"));
        await using CouponDbContext write = await db.OpenAsync();

        DbException refusal = await Assert.ThrowsAnyAsync<DbException>(() => write.Set<Campaign>().ExecuteDeleteAsync());

        Assert.True(DataErrors.Is(refusal), refusal.ToString());
        Assert.Equal(1, await write.Set<Campaign>().CountAsync());
        await write.Set<IssuanceRecord>().ExecuteDeleteAsync();
        Assert.Equal(1, await write.Set<Campaign>().ExecuteDeleteAsync());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Insert_WhenSeveralRowsHaveNeitherNumberNorCode_KeepsThemAll(DatabaseProvider provider)
    {
        await using Db db = await Db.CreateAsync(provider);
        for (int ticket = 1; ticket <= 3; ticket++)
        {
            await db.AddAsync(Row(ticket, TestMembers.Name(ticket), number: null, code: null));
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Update_WhenMoreWouldBeHeldThanTheQuantity_IsADataError(DatabaseProvider provider)
    {
        await using Db db = await Db.CreateAsync(provider);
        await db.ChangeAsync(c => (c.Issued, c.Returned) = (7, 2));
        DbUpdateException held = await Assert.ThrowsAsync<DbUpdateException>(() => db.ChangeAsync(c => c.Issued = 8));
        DbUpdateException lowered = await Assert.ThrowsAsync<DbUpdateException>(() => db.ChangeAsync(c => c.Quantity = 4));

        Assert.True(DataErrors.Is(held) && DataErrors.Is(lowered), held.ToString());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Members_WhenTheyDifferByCaseAccentOrForm_AreDifferentAndComeBackAsTheyWere(DatabaseProvider provider)
    {
        await using Db db = await Db.CreateAsync(provider);
        string[] members = ["a", "A", "á", "a\u0301", "ａ", "회원", "\u1112\u116c\u110b\u116f\u11ab", "😀", "ß", "ss", "i", "İ", "ı", new('가', MemberId.LengthMax)];
        for (int i = 0; i < members.Length; i++)
        {
            await db.AddAsync(Row(i + 1, members[i], number: i + 1, code: $"CODE-{i}"));
        }

        await using CouponDbContext read = await db.OpenAsync();
        foreach (string member in members)
        {
            Assert.Equal(member, Assert.Single(await read.RowsOf(1, [member]).ToListAsync()).Member);
        }

        Assert.Equal(members.Length, await read.RowsOf(1, members).CountAsync());
        Assert.Empty(await read.RowsOf(1, ["B", "á ", ""]).ToListAsync());
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Row_WhenEveryColumnIsSet_ComesBackAsItWas(DatabaseProvider provider)
    {
        await using Db db = await Db.CreateAsync(provider);
        IssuanceRecord row = Row(long.MaxValue, "a", number: int.MaxValue, code: "CODE");
        (row.Status, row.RevokedAt, row.RevokeReason, row.IsUnitReturned) = (ClaimStatus.Revoked, new StoreTime(1_763_850_000_123_457), "왜냐하면\n😀", true);
        await db.AddAsync(row);
        await db.ChangeAsync(c => (c.QueueTtl, c.Watermark, c.Version) = (TimeSpan.FromSeconds(86_400), 9_007_199_254_740_991, long.MaxValue));

        await using CouponDbContext read = await db.OpenAsync();
        Assert.Equivalent(row, await read.Set<IssuanceRecord>().AsNoTracking().SingleAsync(), strict: true);
        Campaign campaign = await read.Set<Campaign>().AsNoTracking().SingleAsync();
        Assert.Equal(
            (TimeSpan.FromSeconds(86_400), 9_007_199_254_740_991, long.MaxValue), (campaign.QueueTtl, campaign.Watermark, campaign.Version));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Secret_WhenManyInstancesAskAtOnce_IsOneForAll(DatabaseProvider provider)
    {
        await using Db db = await Db.CreateAsync(provider);
        byte[][] secrets = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => db.Services.GetRequiredService<SecretVault>().GetOrCreateAsync("s", default))));

        Assert.Single(secrets.Select(Convert.ToHexString).Distinct());
        Assert.Equal(SecretVault.SecretBytes, secrets[0].Length);
    }

    private static async Task RefusedAsync(Db db, IssuanceRecord row)
    {
        DbUpdateException refusal = await Assert.ThrowsAsync<DbUpdateException>(() => db.AddAsync(row));
        Assert.True(DataErrors.Is(refusal), refusal.ToString());
    }

    private static IssuanceRecord Row(long ticket, string member, int? number, string? code) => new()
    {
        CampaignId = 1,
        Ticket = ticket,
        Member = member,
        Status = number is null ? ClaimStatus.Refused : ClaimStatus.Issued,
        Number = number,
        Code = code,
        RecordedAt = new StoreTime(ticket),
    };

    /// <summary>A database with one campaign of five coupons, row id 1.</summary>
    private sealed class Db : IAsyncDisposable
    {
        private readonly TestDirectory _folder = new("database");
        private DatabaseOptions _options = new();
        private ServiceProvider? _services;

        public ServiceProvider Services => _services!;

        private IDbContextFactory<CouponDbContext> Contexts => Services.GetRequiredService<IDbContextFactory<CouponDbContext>>();

        public static async Task<Db> CreateAsync(DatabaseProvider provider)
        {
            Db db = new();
            db._options = await Databases.CreateAsync(provider, db._folder.Path);
            db._services = Databases.Services(db._options);
            await using CouponDbContext write = await db.OpenAsync();
            write.Add(new Campaign { Key = Guid.NewGuid(), Slug = "one", Name = "One", Quantity = 5 });
            await write.SaveChangesAsync();
            return db;
        }

        public Task<CouponDbContext> OpenAsync() => Contexts.CreateDbContextAsync();

        public async Task AddAsync(IssuanceRecord row)
        {
            await using CouponDbContext write = await OpenAsync();
            write.Add(row);
            await write.SaveChangesAsync();
        }

        public async Task ChangeAsync(Action<Campaign> change)
        {
            await using CouponDbContext write = await OpenAsync();
            change(await write.Set<Campaign>().SingleAsync());
            await write.SaveChangesAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await Databases.ReleaseAsync(_options, Contexts);
            await Services.DisposeAsync();
            _folder.Dispose();
        }
    }
}
