using CouponAdmin.Core.ApiClients;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Operators;
using CouponAdmin.Core.Results;
using CouponAdmin.Tests.Fixtures;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace CouponAdmin.Tests.ApiClients;

/// <summary>For whom a client may have a token.</summary>
public sealed class MemberGrantTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Grant_WhenTheIdIsSomebodyWhoWorksHere_IsRefused(DatabaseProvider provider)
    {
        await using ClientDesk desk = await ClientDesk.OpenAsync(provider);
        string client = (await desk.CreateAsync(scopes: "claims:write-for-members")).Client.ClientId;
        await using (AsyncServiceScope scope = desk.Scope())
        {
            await RoleSeed.RunAsync(scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole>>());
            UserManager<Account> accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            foreach (string role in Roles.All)
            {
                Account account = new() { Id = $"id-of-{role}", UserName = role, Email = $"{role}@example.com" };
                Assert.True((await accounts.CreateAsync(account)).Succeeded && (await accounts.AddToRoleAsync(account, role)).Succeeded);
            }
        }

        foreach (string role in Roles.All)
        {
            Result<MemberGrant> answer = await desk.Get<MemberTokens>().GrantAsync(client, $"id-of-{role}", null, null, default);
            Assert.Equal(role == Roles.Member ? null : RefusalKind.StaffAccount, answer.Refusal?.Kind);
        }

        Assert.Equal("shop-4711", TestSale.Require(await desk.Get<MemberTokens>().GrantAsync(client, "shop-4711", Roles.Member, null, default)).Member);
    }

    [Fact]
    public async Task Grant_WhenInputIsWrong_NamesEachField()
    {
        await using ClientDesk desk = await ClientDesk.OpenAsync(DatabaseProvider.Sqlite);
        string client = (await desk.CreateAsync(scopes: "claims:write-for-members")).Client.ClientId;
        (string? Member, string? Role, int? Seconds, string Field)[] wrong =
        [
            (null, null, null, "member"), ("", null, null, "member"), (" m", null, null, "member"), ("a\u0000", null, null, "member"), (new string('m', 129), null, null, "member"),
            ("m", "", null, "role"), ("m", Roles.Viewer, null, "role"), ("m", Roles.Operator, null, "role"), ("m", Roles.Administrator, null, "role"), ("m", "Emperor", null, "role"),
            ("m", "member", null, "role"), ("m", "Member Viewer", null, "role"), ("m", "Member,Administrator", null, "role"), ("m", "[\"Member\",\"Operator\"]", null, "role"),
            ("m", null, MemberTokens.LifetimeSecondsMin - 1, "lifetimeSeconds"), ("m", null, MemberTokens.LifetimeSecondsMax + 1, "lifetimeSeconds"), ("m", null, -1, "lifetimeSeconds"),
        ];
        foreach ((string? member, string? role, int? seconds, string field) in wrong)
        {
            Refusal refusal = (await desk.Get<MemberTokens>().GrantAsync(client, member, role, seconds, default)).Refusal!;
            Assert.Equal([field], refusal.Fields.Select(f => f.Field));
        }
    }

    [Fact]
    public async Task Grant_WhenTheClientEndsSooner_EndsWithIt()
    {
        await using ClientDesk desk = await ClientDesk.OpenAsync(DatabaseProvider.Sqlite);
        DateTimeOffset now = desk.Time.GetUtcNow();
        string lasting = (await desk.CreateAsync(now.AddHours(3), "claims:write-for-members")).Client.ClientId;
        string ending = (await desk.CreateAsync(now.AddMinutes(5), "claims:write-for-members")).Client.ClientId;
        MemberTokens tokens = desk.Get<MemberTokens>();

        Assert.Equal(600, LifeOf(await tokens.GrantAsync(lasting, "m", null, null, default)));
        Assert.Equal(3_600, LifeOf(await tokens.GrantAsync(lasting, "m", null, MemberTokens.LifetimeSecondsMax, default)));
        Assert.Equal(300, LifeOf(await tokens.GrantAsync(ending, "m", null, MemberTokens.LifetimeSecondsMax, default)));
        TestSale.Require(await desk.Get<RevokeApiClient>().ExecuteAsync(lasting, "leaked", ClientDesk.Ada, default));
        Assert.Equal(RefusalKind.WrongState, (await tokens.GrantAsync(lasting, "m", null, null, default)).Refusal!.Kind);

        double LifeOf(Result<MemberGrant> grant) => Math.Round((TestSale.Require(grant).ExpiresAt - now).TotalSeconds);
    }
}
