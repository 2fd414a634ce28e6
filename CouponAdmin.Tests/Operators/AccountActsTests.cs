using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Operators;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Tests.Operators;

/// <summary>What an administrator does to accounts, on a real database of each provider.</summary>
public sealed class AccountActsTests
{
    private const string Password = "not-a-common-one-9";
    private static readonly Actor Ada = new("ada", "Ada", "10.0.0.7");

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Account_WhenManaged_ChangesWithItsAuditAndEndsItsSessions(DatabaseProvider provider)
    {
        await using Office office = await Office.OpenAsync(provider);
        StaffView min = await office.CreateAsync("min@example.com", Roles.Operator);
        string stamp = await office.StampAsync(min.Id);

        StaffView viewer = TestSale.Require(await office.Get<ChangeRole>().ExecuteAsync(min.Id, Roles.Viewer, Ada, default));
        Assert.Equal(Roles.Viewer, viewer.Role);
        Assert.NotEqual(stamp, stamp = await office.StampAsync(min.Id));

        StaffView disabled = TestSale.Require(await office.Get<DisableAccount>().ExecuteAsync(min.Id, "left the company", Ada, default));
        Assert.True(disabled.IsDisabled);
        Assert.True((await office.FindAsync("min")).IsDisabled);
        Assert.NotEqual(stamp, stamp = await office.StampAsync(min.Id));
        Assert.Equal(RefusalKind.AlreadyDisabled, (await office.Get<DisableAccount>().ExecuteAsync(min.Id, "again", Ada, default)).Refusal!.Kind);

        TestSale.Require(await office.Get<ResetPassword>().ExecuteAsync(min.Id, "another-quiet-river-3", Ada, default));
        Assert.True((await office.FindAsync("min")).IsDisabled);
        Assert.NotEqual(stamp, await office.StampAsync(min.Id));
        Assert.False(TestSale.Require(await office.Get<DisableAccount>().UndoAsync(min.Id, Ada, default)).IsDisabled);

        Assert.Equal(
            ["create-account", "change-role", "disable-account", "reset-password", "enable-account"], (await office.AuditAsync()).Select(a => a.Action));
        Assert.All(await office.AuditAsync(), a => Assert.Equal(("ada", "10.0.0.7", "min@example.com"), (a.ActorId, a.Address, a.Subject)));
        Assert.DoesNotContain(await office.AuditAsync(), a => a.Change?.Contains("river", StringComparison.Ordinal) == true || a.Change?.Contains(Password, StringComparison.Ordinal) == true);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task LastAdministrator_WhenTwoRemoveEachOtherAtOnce_OneStays(DatabaseProvider provider)
    {
        await using Office office = await Office.OpenAsync(provider);
        StaffView one = await office.CreateAsync("one@example.com", Roles.Administrator);
        StaffView two = await office.CreateAsync("two@example.com", Roles.Administrator);

        Result<StaffView>[] answers = await Task.WhenAll(
            Task.Run(() => office.Get<DisableAccount>().ExecuteAsync(one.Id, "mutiny", Ada, default)),
            Task.Run(() => office.Get<ChangeRole>().ExecuteAsync(two.Id, Roles.Viewer, Ada, default)));

        Assert.Equal(RefusalKind.LastAdministrator, Assert.Single(answers, a => a.Refusal is not null).Refusal!.Kind);
        StaffView left = answers[0].Refusal is null ? two : one;
        Assert.Equal(RefusalKind.LastAdministrator, (await office.Get<DisableAccount>().ExecuteAsync(left.Id, "the last", Ada, default)).Refusal!.Kind);
        Assert.Equal(RefusalKind.LastAdministrator, (await office.Get<ChangeRole>().ExecuteAsync(left.Id, Roles.Member, Ada, default)).Refusal!.Kind);
        Assert.True(await office.Get<StaffDirectory>().HasAdministratorAsync(default));

        // What was refused was not written down as done.
        Assert.Equal(3, (await office.AuditAsync()).Count);
    }

    [Fact]
    public async Task Role_WhenSomebodyElseChangedItMeanwhile_IsNotOverwritten()
    {
        await using Office office = await Office.OpenAsync(DatabaseProvider.Sqlite);
        StaffView seen = await office.CreateAsync("min@example.com", Roles.Viewer);
        ChangeRole change = office.Get<ChangeRole>();

        // A sign-in renews Identity's stamp, and is no change of what an administrator saw.
        await office.TouchAsync(seen.Id);
        StaffView first = TestSale.Require(await change.ExecuteAsync(seen.Id, seen.Version, Roles.Operator, Ada, default));
        Refusal second = (await change.ExecuteAsync(seen.Id, seen.Version, Roles.Member, Ada, default)).Refusal!;

        Assert.Equal(RefusalKind.ChangedMeanwhile, second.Kind);
        StaffView now = Assert.IsType<StaffView>(second.Current);
        Assert.Equal((Roles.Operator, first.Version), (now.Role, now.Version));
        Assert.Equal((Roles.Operator, now.Version), ((await office.FindAsync("min")).Role, (await office.FindAsync("min")).Version));
        Assert.Equal(Roles.Member, TestSale.Require(await change.ExecuteAsync(seen.Id, now.Version, Roles.Member, Ada, default)).Role);
    }

    [Fact]
    public async Task Create_WhenInputIsWrong_NamesEachFieldAndMakesNothing()
    {
        await using Office office = await Office.OpenAsync(DatabaseProvider.Sqlite);
        CreateAccount create = office.Get<CreateAccount>();

        Assert.Equal(
            [("email", FieldRule.NotAnEmail), ("name", FieldRule.Required), ("role", FieldRule.UnknownValue), ("password", FieldRule.TooShort)],
            (await create.ExecuteAsync("nobody", " ", "Emperor", "short", Ada, default)).Refusal!.Fields.Select(f => (f.Field, f.Rule)));
        Assert.Equal(FieldRule.TooCommon, Assert.Single((await create.ExecuteAsync("a@example.com", "A", Roles.Viewer, "P4ssword2026!", Ada, default)).Refusal!.Fields).Rule);
        await office.CreateAsync("min@example.com", Roles.Viewer);
        Assert.Equal(RefusalKind.EmailTaken, (await create.ExecuteAsync("MIN@example.com", "Other", Roles.Viewer, Password, Ada, default)).Refusal!.Kind);
        Assert.Single(await office.AuditAsync());
    }

    [Fact]
    public async Task Directory_WhenAsked_ShowsStaffAndMembersOnlyByName()
    {
        await using Office office = await Office.OpenAsync(DatabaseProvider.Sqlite);
        await office.CreateAsync("b@example.com", Roles.Operator);
        await office.CreateAsync("a@example.com", Roles.Viewer);
        await office.CreateAsync("m@example.com", Roles.Member);
        StaffDirectory directory = office.Get<StaffDirectory>();

        Assert.Equal(["a@example.com", "b@example.com"], (await directory.SliceAsync(null, null, 0, 10, default)).Items.Select(i => i.Email));
        Assert.Equal(["m@example.com"], (await directory.SliceAsync(null, Roles.Member, 0, 10, default)).Items.Select(i => i.Email));
        Assert.Equal(["b@example.com"], (await directory.SliceAsync("B@EX", null, 0, 10, default)).Items.Select(i => i.Email));
        Assert.Equal(2, (await directory.SliceAsync(null, null, 0, 1, default)).Total);
    }

    private sealed class Office : IAsyncDisposable
    {
        private readonly TestDirectory _folder;
        private readonly DatabaseOptions _options;
        private readonly ServiceProvider _services;

        private Office(DatabaseOptions options, TestDirectory folder)
        {
            (_options, _folder) = (options, folder);
            ServiceCollection services = new();
            services.AddLogging().AddCouponDatabase(options, new DataDirectory("unused")).AddSingleton(TimeProvider.System).AddSingleton<StoreClock>()
                .AddSingleton<AccountChange>().AddSingleton<CreateAccount>().AddSingleton<ChangeRole>().AddSingleton<DisableAccount>().AddSingleton<ResetPassword>()
                .AddSingleton<StaffDirectory>();
            services.AddIdentityCore<Account>(o =>
            {
                o.User.RequireUniqueEmail = true;
                o.Password = new PasswordOptions
                {
                    RequiredLength = AccountRules.PasswordLengthMin, RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false,
                };
            }).AddRoles<IdentityRole>().AddEntityFrameworkStores<CouponDbContext>().AddPasswordValidator<CommonPasswords>().AddUserValidator<EmailRules>();
            services.AddIdentitySchema();
            _services = services.BuildServiceProvider();
        }

        public static async Task<Office> OpenAsync(DatabaseProvider provider)
        {
            TestDirectory folder = new("accounts");
            Office office = new(await Databases.CreateAsync(provider, folder.Path), folder);
            await using AsyncServiceScope scope = office._services.CreateAsyncScope();
            await RoleSeed.RunAsync(scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole>>());
            return office;
        }

        public T Get<T>()
            where T : notnull => _services.GetRequiredService<T>();

        public async Task<StaffView> CreateAsync(string email, string role) =>
            TestSale.Require(await Get<CreateAccount>().ExecuteAsync(email, email.Split('@')[0], role, Password, Ada, default));

        public async Task<StaffView> FindAsync(string search) => Assert.Single((await Get<StaffDirectory>().SliceAsync(search, null, 0, 10, default)).Items);

        public async Task<string> StampAsync(string id)
        {
            await using CouponDbContext db = await Get<IDbContextFactory<CouponDbContext>>().CreateDbContextAsync();
            return (await db.Set<Account>().Where(a => a.Id == id).Select(a => a.SecurityStamp).SingleAsync())!;
        }

        public async Task TouchAsync(string id)
        {
            await using AsyncServiceScope scope = _services.CreateAsyncScope();
            UserManager<Account> accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            Assert.True((await accounts.AccessFailedAsync((await accounts.FindByIdAsync(id))!)).Succeeded);
        }

        public async Task<List<AuditEntry>> AuditAsync()
        {
            await using CouponDbContext db = await Get<IDbContextFactory<CouponDbContext>>().CreateDbContextAsync();
            return await db.Set<AuditEntry>().AsNoTracking().OrderBy(a => a.Id).ToListAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await Databases.ReleaseAsync(_options, Get<IDbContextFactory<CouponDbContext>>());
            await _services.DisposeAsync();
            _folder.Dispose();
        }
    }
}
