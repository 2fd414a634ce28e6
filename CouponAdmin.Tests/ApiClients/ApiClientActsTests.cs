using System.Text;
using System.Text.RegularExpressions;
using CouponAdmin.Core.ApiClients;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Results;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.ApiClients;

/// <summary>What an administrator does to API clients, and whom a secret lets in, on a real database of each provider.</summary>
public sealed partial class ApiClientActsTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Client_WhenMadeRotatedDroppedAndRevoked_IsLetInByExactlyItsSecretsAndWrittenDown(DatabaseProvider provider)
    {
        await using ClientDesk desk = await ClientDesk.OpenAsync(provider);
        ApiClientSecret first = await desk.CreateAsync();
        string id = first.Client.ClientId;
        Assert.True(await desk.LetsInAsync(first));
        Assert.False(await desk.LetsInAsync(first with { Secret = first.Secret[..^1] + (first.Secret[^1] == 'a' ? 'b' : 'a') }));

        ApiClientSecret second = TestSale.Require(await desk.Get<RotateApiSecret>().ExecuteAsync(id, graceHours: 1, ClientDesk.Ada, default));
        Assert.True(await desk.LetsInAsync(first) && await desk.LetsInAsync(second));
        Assert.Equal(first.Client.SecretPrefix, second.Client.OldSecretPrefix);

        // A third secret would end one that somebody may use.
        Assert.Equal(RefusalKind.WrongState, (await desk.Get<RotateApiSecret>().ExecuteAsync(id, 1, ClientDesk.Ada, default)).Refusal!.Kind);
        ApiClientView dropped = TestSale.Require(await desk.Get<RotateApiSecret>().DropOldAsync(id, ClientDesk.Ada, default));
        Assert.Null(dropped.OldSecretPrefix);
        Assert.True(!await desk.LetsInAsync(first) && await desk.LetsInAsync(second));
        Assert.Equal(RefusalKind.WrongState, (await desk.Get<RotateApiSecret>().DropOldAsync(id, ClientDesk.Ada, default)).Refusal!.Kind);

        Assert.Equal(ApiClientState.Revoked, TestSale.Require(await desk.Get<RevokeApiClient>().ExecuteAsync(id, " leaked ", ClientDesk.Ada, default)).State);
        Assert.False(await desk.LetsInAsync(second));
        Assert.Equal(RefusalKind.WrongState, (await desk.Get<RevokeApiClient>().ExecuteAsync(id, "again", ClientDesk.Ada, default)).Refusal!.Kind);
        Assert.Equal(RefusalKind.WrongState, (await desk.Get<RotateApiSecret>().ExecuteAsync(id, 1, ClientDesk.Ada, default)).Refusal!.Kind);

        var audit = await desk.AuditAsync();
        Assert.Equal(["create-api-client", "rotate-api-secret", "drop-api-secret", "revoke-api-client"], audit.Select(a => a.Action));
        Assert.All(audit, a => Assert.Equal(("ada", "10.0.0.7", $"Shop 상점 ({id})"), (a.ActorId, a.Address, a.Subject)));
        Assert.Equal("leaked", audit[^1].Reason);
        Assert.DoesNotContain(audit, a => a.Change!.Contains(first.Secret, StringComparison.Ordinal) || a.Change!.Contains(second.Secret, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Time_WhenItPasses_EndsTheOldSecretAndTheClient(DatabaseProvider provider)
    {
        await using ClientDesk desk = await ClientDesk.OpenAsync(provider);
        ApiClientSecret first = await desk.CreateAsync(desk.Time.GetUtcNow().AddHours(10));
        ApiClientSecret second = TestSale.Require(await desk.Get<RotateApiSecret>().ExecuteAsync(first.Client.ClientId, graceHours: 2, ClientDesk.Ada, default));

        desk.Time.Advance(TimeSpan.FromHours(2) - TimeSpan.FromSeconds(1));
        Assert.True(await desk.LetsInAsync(first));
        desk.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(await desk.LetsInAsync(first));
        ApiClientSecret third = TestSale.Require(await desk.Get<RotateApiSecret>().ExecuteAsync(first.Client.ClientId, graceHours: 0, ClientDesk.Ada, default));
        Assert.True(!await desk.LetsInAsync(second) && await desk.LetsInAsync(third));

        desk.Time.Advance(TimeSpan.FromHours(8));
        Assert.False(await desk.LetsInAsync(third));
        Assert.Equal(ApiClientState.Expired, (await desk.Get<ApiClientDirectory>().FindAsync(first.Client.ClientId, default))!.State);
        Assert.Equal(RefusalKind.WrongState, (await desk.Get<MemberTokens>().GrantAsync(first.Client.ClientId, "m", null, null, default)).Refusal!.Kind);
        Assert.Equal(RefusalKind.WrongState, (await desk.Get<RotateApiSecret>().ExecuteAsync(first.Client.ClientId, 1, ClientDesk.Ada, default)).Refusal!.Kind);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task LastUse_WhenASecretIsExchangedOften_IsWrittenOnceAMinute(DatabaseProvider provider)
    {
        await using ClientDesk desk = await ClientDesk.OpenAsync(provider);
        await using ClientDesk other = desk.Beside();
        ApiClientSecret made = await desk.CreateAsync();
        Assert.Null((await desk.RowAsync(made.Client.ClientId)).LastUsedAt);

        Assert.True(await desk.LetsInAsync(made));
        StoreTime noted = (await desk.RowAsync(made.Client.ClientId)).LastUsedAt!.Value;
        desk.Time.Advance(AuthenticateApiClient.NotedEvery - TimeSpan.FromSeconds(1));
        Assert.True(await desk.LetsInAsync(made) && await other.LetsInAsync(made));
        Assert.Equal(noted, (await desk.RowAsync(made.Client.ClientId)).LastUsedAt);

        desk.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await other.LetsInAsync(made));
        Assert.True((await desk.RowAsync(made.Client.ClientId)).LastUsedAt > noted);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Revoked_WhenAnotherInstanceLooksAgain_IsKnownThereUntilItsLastTokenHasRunOut(DatabaseProvider provider)
    {
        await using ClientDesk desk = await ClientDesk.OpenAsync(provider);
        await using ClientDesk other = desk.Beside();
        ApiClientSecret made = await desk.CreateAsync();
        ApiClientSecret kept = await desk.CreateAsync();
        RevokedApiClients there = other.Get<RevokedApiClients>();
        await there.RenewAsync(default);
        Assert.False(there.Has(made.Client.ClientId));

        TestSale.Require(await desk.Get<RevokeApiClient>().ExecuteAsync(made.Client.ClientId, "leaked", ClientDesk.Ada, default));
        Assert.True(desk.Get<RevokedApiClients>().Has(made.Client.ClientId));
        await there.RenewAsync(default);
        Assert.True(there.Has(made.Client.ClientId));
        Assert.False(there.Has(kept.Client.ClientId));

        // What an instance looks at so often is known there in time: a revocation is promised within five seconds.
        Assert.True(RenewedSetsWatch.Interval < TimeSpan.FromSeconds(5));
        desk.Time.Advance(MemberTokens.LifetimeMax + TimeSpan.FromMinutes(1));
        await there.RenewAsync(default);
        Assert.True(there.Has(made.Client.ClientId));
        desk.Time.Advance(RevokedApiClients.KeptFor);
        await there.RenewAsync(default);
        Assert.False(there.Has(made.Client.ClientId));
    }

    [Fact]
    public async Task Secret_WhenMade_Has256HiddenBitsAndIsKeptAsItsHash()
    {
        await using ClientDesk desk = await ClientDesk.OpenAsync(DatabaseProvider.Sqlite);
        ApiClientSecret made = await desk.CreateAsync();
        ApiClientSecret another = await desk.CreateAsync();

        Assert.Matches(Form(), made.Secret);
        Assert.NotEqual(made.Secret, another.Secret);
        Assert.StartsWith(made.Client.SecretPrefix, made.Secret, StringComparison.Ordinal);
        int hidden = made.Secret.Length - made.Client.SecretPrefix.Length;
        Assert.True(hidden * Math.Log2(62) >= 256, $"{hidden} hidden letters");

        ApiClient row = await desk.RowAsync(made.Client.ClientId);
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(made.Secret)), row.SecretHash);
        Assert.Equal(made.Secret[..12], row.SecretPrefix);
    }

    [Fact]
    public async Task Create_WhenInputIsWrong_NamesEachFieldAndMakesNothing()
    {
        await using ClientDesk desk = await ClientDesk.OpenAsync(DatabaseProvider.Sqlite);
        CreateApiClient create = desk.Get<CreateApiClient>();
        DateTimeOffset past = desk.Time.GetUtcNow().AddSeconds(-1);

        Assert.Equal(
            [("name", FieldRule.Required), ("scopes", FieldRule.Required), ("expiresAt", FieldRule.NotInThePast)],
            (await create.ExecuteAsync(" ", [], past, ClientDesk.Ada, default)).Refusal!.Fields.Select(f => (f.Field, f.Rule)));
        Assert.Equal(
            [("name", FieldRule.TooLong), ("scopes", FieldRule.UnknownValue)],
            (await create.ExecuteAsync(new string('n', ApiClientRules.NameLengthMax + 1), ["campaigns:read", "everything"], null, ClientDesk.Ada, default)).Refusal!.Fields.Select(f => (f.Field, f.Rule)));
        Assert.Equal(
            [("name", FieldRule.NotText), ("scopes", FieldRule.Repeated)],
            (await create.ExecuteAsync("a\u0000b", ["campaigns:read", "campaigns:read"], null, ClientDesk.Ada, default)).Refusal!.Fields.Select(f => (f.Field, f.Rule)));
        Assert.Equal(FieldRule.UnknownValue, (await create.ExecuteAsync("a", ["Campaigns:Read"], null, ClientDesk.Ada, default)).Refusal!.Fields.Single().Rule);
        Assert.Equal(FieldRule.UnknownValue, (await create.ExecuteAsync("a", [null], null, ClientDesk.Ada, default)).Refusal!.Fields.Single().Rule);
        Assert.Empty((await desk.Get<ApiClientDirectory>().SliceAsync(0, 10, default)).Items);
        Assert.Empty(await desk.AuditAsync());
    }

    [Fact]
    public async Task Acts_WhenTheyGoBeyondALimit_AreRefused()
    {
        await using ClientDesk desk = await ClientDesk.OpenAsync(DatabaseProvider.Sqlite);
        ApiClientSecret made = await desk.CreateAsync();
        string id = made.Client.ClientId;
        foreach (int hours in new[] { -1, ApiClientRules.GraceHoursMax + 1 })
        {
            Assert.Equal("graceHours", (await desk.Get<RotateApiSecret>().ExecuteAsync(id, hours, ClientDesk.Ada, default)).Refusal!.Fields.Single().Field);
        }

        foreach (string reason in new[] { "", "\u0000", new string('r', ApiClientRules.ReasonLengthMax + 1) })
        {
            Assert.Equal("reason", (await desk.Get<RevokeApiClient>().ExecuteAsync(id, reason, ClientDesk.Ada, default)).Refusal!.Fields.Single().Field);
        }

        foreach (string unknown in new[] { "", "client_", "client_nothing", "client_aaaaaaaaaaaaaaaa", "client_aaaaaaaaaaaaaaa\u0000" })
        {
            Assert.Equal(RefusalKind.UnknownClient, (await desk.Get<RotateApiSecret>().DropOldAsync(unknown, ClientDesk.Ada, default)).Refusal!.Kind);
            Assert.Null(await desk.Get<ApiClientDirectory>().FindAsync(unknown, default));
        }

        for (int i = 1; i < ApiClientRules.ClientsMax; i++)
        {
            await desk.CreateAsync();
        }

        Refusal refusal = (await desk.Get<CreateApiClient>().ExecuteAsync("one more", ["campaigns:read"], null, ClientDesk.Ada, default)).Refusal!;
        Assert.Equal((RefusalKind.TooManyClients, ApiClientRules.ClientsMax), (refusal.Kind, refusal.Bound));
        TestSale.Require(await desk.Get<RevokeApiClient>().ExecuteAsync(id, "room", ClientDesk.Ada, default));
        await desk.CreateAsync();
        ApiClientSlice last = await desk.Get<ApiClientDirectory>().SliceAsync(ApiClientRules.ClientsMax, 10, default);
        Assert.Equal((id, ApiClientRules.ClientsMax + 1), (Assert.Single(last.Items).ClientId, last.Total));
    }

    [Fact]
    public void Scopes_WhenWrittenAndRead_AreTheSameAndUnknownOnesAllowNothing()
    {
        Assert.Equal(ApiScopes.All, ApiScopes.Parse(ApiScopes.Join(ApiScopes.All)));
        Assert.Equal("campaigns:read campaigns:manage", ApiScopes.Join([ApiScope.CampaignsManage, ApiScope.CampaignsRead, ApiScope.CampaignsManage]));
        Assert.Equal([ApiScope.IssuancesRead], ApiScopes.Parse(" of-tomorrow:do  issuances:read "));
    }

    [GeneratedRegex("^ca_live_[A-Za-z0-9]{47}$")]
    private static partial Regex Form();
}
