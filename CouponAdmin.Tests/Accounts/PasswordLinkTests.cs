using CouponAdmin.Core.Audit;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Operators;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Accounts.Links;
using CouponAdmin.Web.Mail;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CouponAdmin.Tests.Accounts;

/// <summary>Who gets a link and who doesn't, on a real database of each provider.</summary>
public sealed class PasswordLinkTests
{
    private const string Password = "not-a-common-one-9";
    private static readonly Actor Ada = new("ada", "Ada", "10.0.0.7");

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Mail_WhenALinkIsAskedFor_GoesToWhoeverMaySetAPasswordHere(DatabaseProvider provider)
    {
        await using Office office = await Office.OpenAsync(provider);
        await office.MakeAsync("plain@example.com", Password);
        await office.MakeAsync("invited@example.com", null);
        await office.MakeAsync("outside@example.com", null, hasLogin: true);
        await office.MakeAsync("both@example.com", Password, hasLogin: true);
        Account disabled = await office.MakeAsync("disabled@example.com", Password);
        TestSale.Require(await office.Get<DisableAccount>().ExecuteAsync(disabled.Id, "left", Ada, default));

        Assert.Equal(
            ["PLAIN@example.com", "invited@example.com", "both@example.com"],
            await office.LettersAsync("PLAIN@example.com", "invited@example.com", "outside@example.com", "both@example.com", "disabled@example.com", "unknown@example.com", "nul\0@example.com"));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Link_WhenItIsHandedOut_IsWrittenDownAndRefusedForThoseWhoMayNot(DatabaseProvider provider)
    {
        await using Office office = await Office.OpenAsync(provider);
        Account plain = await office.MakeAsync("plain@example.com", Password);
        Account outside = await office.MakeAsync("outside@example.com", null, hasLogin: true);
        DateTimeOffset expiry = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);
        PasswordLink link = office.Get<PasswordLink>();
        Assert.Equal(RefusalKind.WrongState, (await link.HandOutAsync(outside.Id, InviteTokens.ProviderName, expiry, Ada, default)).Refusal!.Kind);
        Assert.Equal(RefusalKind.UnknownAccount, (await link.HandOutAsync("nobody", InviteTokens.ProviderName, expiry, Ada, default)).Refusal!.Kind);

        string secret = (await link.HandOutAsync(plain.Id, InviteTokens.ProviderName, expiry, Ada, default)).Value!;

        AuditEntry entry = Assert.Single(await office.AuditAsync());
        Assert.Equal(("make-password-link", "ada", "plain@example.com"), (entry.Action, entry.ActorId, entry.Subject));
        Assert.Contains("2030-01-02T03:04:05", entry.Change, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, entry.Change, StringComparison.Ordinal);

        // For this account, by this provider, once: and not once it is disabled.
        Assert.Equal(RefusalKind.WrongState, (await link.ChooseAsync(plain.Id, ResetTokens.ProviderName, secret, Password, Ada, default)).Refusal!.Kind);
        Assert.Equal(RefusalKind.InvalidInput, (await link.ChooseAsync(plain.Id, InviteTokens.ProviderName, secret, "plain@example.com", Ada, default)).Refusal!.Kind);
        TestSale.Require(await link.ChooseAsync(plain.Id, InviteTokens.ProviderName, secret, "another-quiet-river-3", Ada, default));
        Assert.Equal(RefusalKind.WrongState, (await link.ChooseAsync(plain.Id, InviteTokens.ProviderName, secret, "a-third-quiet-river-3", Ada, default)).Refusal!.Kind);
        string next = (await link.HandOutAsync(plain.Id, InviteTokens.ProviderName, expiry, Ada, default)).Value!;
        TestSale.Require(await office.Get<DisableAccount>().ExecuteAsync(plain.Id, "left", Ada, default));
        Assert.Equal(RefusalKind.WrongState, (await link.ChooseAsync(plain.Id, InviteTokens.ProviderName, next, Password, Ada, default)).Refusal!.Kind);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Passkeys_WhenTheAddressWasNeverConfirmed_GoWithTheResetOfIt(bool wasConfirmed, int left)
    {
        await using Office office = await Office.OpenAsync(DatabaseProvider.Sqlite);
        Account account = await office.MakeAsync("squatted@example.com", Password, isConfirmed: wasConfirmed);
        await office.AddPasskeyAsync(account.Id);
        PasswordLink link = office.Get<PasswordLink>();
        string secret = (await link.HandOutAsync(account.Id, InviteTokens.ProviderName, DateTimeOffset.MaxValue, Ada, default)).Value!;

        TestSale.Require(await link.ChooseAsync(account.Id, InviteTokens.ProviderName, secret, "another-quiet-river-3", Ada, default));

        Assert.Equal((left, true), await office.PasskeysAsync(account.Id));
    }

    [Fact]
    public async Task Secret_WhenItsTimeIsOver_IsRefused()
    {
        await using Office office = await Office.OpenAsync(DatabaseProvider.Sqlite);
        Account account = await office.MakeAsync("plain@example.com", Password);
        await using AsyncServiceScope scope = office.Get<IServiceScopeFactory>().CreateAsyncScope();
        UserManager<Account> accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        ResetTokens Living(TimeSpan time) => new(
            office.Get<IDataProtectionProvider>(), Options.Create(new ResetTokens.Life { TokenLifespan = time }), NullLogger<DataProtectorTokenProvider<Account>>.Instance);
        string secret = await Living(ResetTokens.LivesFor).GenerateAsync("purpose", accounts, account);

        Assert.True(await Living(ResetTokens.LivesFor).ValidateAsync("purpose", secret, accounts, account));
        Assert.False(await Living(TimeSpan.FromTicks(-1)).ValidateAsync("purpose", secret, accounts, account));
    }

    private sealed class Office : IAsyncDisposable
    {
        private readonly TestDirectory _folder;
        private readonly ServiceProvider _services;

        private Office(DatabaseOptions options, TestDirectory folder)
        {
            _folder = folder;
            ServiceCollection services = new();
            services.AddLogging().AddCouponDatabase(options, new DataDirectory("unused")).AddSingleton(TimeProvider.System).AddSingleton<StoreClock>()
                .AddSingleton<AccountChange>().AddSingleton<DisableAccount>().AddSingleton<PasswordLink>()
                .AddSingleton(new MailOptions { Host = "h", PublicAddress = "https://c.example" }).AddSingleton<MailReport>().AddSingleton<MailQueue>()
                .AddSingleton<EmailNormalizer>().AddSingleton<LinkAsks>().AddSingleton<AccountMail>().AddScoped<ILookupNormalizer, EmailNormalizer>();
            services.AddDataProtection().UseEphemeralDataProtectionProvider();
            services.AddScoped<IUserConfirmation<Account>, Everybody>();
            services.AddIdentityCore<Account>(o =>
            {
                o.User.RequireUniqueEmail = true;
                o.User.AllowedUserNameCharacters = "";
                o.Password = new PasswordOptions { RequiredLength = AccountRules.PasswordLengthMin, RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false };
            }).AddRoles<IdentityRole>().AddEntityFrameworkStores<CouponDbContext>().AddPasswordValidator<CommonPasswords>().AddUserValidator<EmailRules>()
                .AddTokenProvider<ResetTokens>(ResetTokens.ProviderName).AddTokenProvider<InviteTokens>(InviteTokens.ProviderName);
            services.AddIdentitySchema();
            _services = services.BuildServiceProvider();
        }

        public static async Task<Office> OpenAsync(DatabaseProvider provider)
        {
            TestDirectory folder = new("links");
            Office office = new(await Databases.CreateAsync(provider, folder.Path), folder);
            await using AsyncServiceScope scope = office._services.CreateAsyncScope();
            await RoleSeed.RunAsync(scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole>>());
            return office;
        }

        public T Get<T>()
            where T : notnull => _services.GetRequiredService<T>();

        public Task<Account> MakeAsync(string email, string? password, bool hasLogin = false, bool isConfirmed = true) => WithAsync(async accounts =>
        {
            Account account = new() { UserName = email, Email = email, DisplayName = email, EmailConfirmed = isConfirmed };
            RoleSeed.Require(password is null ? await accounts.CreateAsync(account) : await accounts.CreateAsync(account, password));
            RoleSeed.Require(hasLogin ? await accounts.AddLoginAsync(account, new UserLoginInfo("https://issuer.example", email, "Outside")) : IdentityResult.Success);
            return account;
        });

        public Task<bool> AddPasskeyAsync(string id) => WithAsync(async accounts =>
        {
            Account account = (await accounts.FindByIdAsync(id))!;
            RoleSeed.Require(await accounts.AddOrUpdatePasskeyAsync(account, new UserPasskeyInfo([1, 2, 3], [4], DateTimeOffset.UnixEpoch, 0, null, true, false, false, [5], [6])));
            return true;
        });

        public Task<(int Keys, bool IsConfirmed)> PasskeysAsync(string id) => WithAsync(async accounts =>
        {
            Account account = (await accounts.FindByIdAsync(id))!;
            return ((await accounts.GetPasskeysAsync(account)).Count, account.EmailConfirmed);
        });

        /// <summary>Asks for links and writes the letters as the sender would; whose address each of them has that was written.</summary>
        public async Task<IReadOnlyList<string>> LettersAsync(params string[] emails)
        {
            List<string> written = [];
            foreach (string email in emails)
            {
                Get<AccountMail>().Forgot(email);
                Assert.True(Get<MailQueue>().Orders.TryRead(out MailOrder? order));
                await using AsyncServiceScope scope = _services.CreateAsyncScope();
                if (await order.WriteAsync(scope.ServiceProvider, default) is not null)
                {
                    written.Add(email);
                }
            }

            return written;
        }

        public async Task<List<AuditEntry>> AuditAsync() => [.. (await new AuditLog(Get<Microsoft.EntityFrameworkCore.IDbContextFactory<CouponDbContext>>()).SliceAsync(new AuditFilter(), 0, 10, default)).Items];

        public async ValueTask DisposeAsync()
        {
            await _services.DisposeAsync();
            _folder.Dispose();
        }

        private async Task<T> WithAsync<T>(Func<UserManager<Account>, Task<T>> act)
        {
            await using AsyncServiceScope scope = _services.CreateAsyncScope();
            return await act(scope.ServiceProvider.GetRequiredService<UserManager<Account>>());
        }
    }

    private sealed class Everybody : IUserConfirmation<Account>
    {
        public Task<bool> IsConfirmedAsync(UserManager<Account> manager, Account user) => Task.FromResult(true);
    }
}
