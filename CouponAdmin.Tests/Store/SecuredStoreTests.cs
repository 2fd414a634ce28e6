using System.Net;
using CouponAdmin.Core.Store;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Store;

/// <summary>A store with passwords, TLS by an own authority and a user with few rights: a whole sale works on each topology, and what is wrong is said in one sentence.</summary>
public sealed class SecuredStoreTests
{
    private const int Members = 12;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory, InlineData(StoreTopology.One), InlineData(StoreTopology.Sentinel), InlineData(StoreTopology.Cluster)]
    public async Task Sale_WhenTheStoresUserMayDoWhatTheDocumentationLists_IsWholeAndNothingIsRefused(StoreTopology topology)
    {
        await using SecuredStore store = await SecuredStore.StartAsync(topology);
        TestTokens tokens = TestTokens.WithNewKey();
        await using AppProcess app = await AppProcess.StartReadyAsync(SettingsOf(store, store.ConnectionString, tokens));
        SaleClient sale = new(app.Client);
        string slug = SaleClient.FreshSlug("secured"), path = $"{SaleClient.Admin}/{slug}", admin = tokens.Administrator();
        await sale.OpenAsync(SaleClient.Draft(slug, Members + 1), admin);
        await IssueAsync(sale, slug, tokens, TestMembers.Take(Members));
        (await sale.PostAsync($"{path}/pause", admin)).Is(200);
        (await sale.PostAsync($"{path}/resume", admin)).Is(200);
        (await sale.PutAsync($"{path}/quantity", admin, new { quantity = Members, reason = "as planned" })).Is(200);
        (await sale.ClaimAsync(slug, tokens.Member("late"))).Is(409);
        (await sale.PutAsync($"{path}/quantity", admin, new { quantity = 3 * Members, reason = "as planned" })).Is(200);
        if (topology == StoreTopology.Sentinel)
        {
            await store.FailOverAsync();
        }

        await IssueAsync(sale, slug, tokens, ["after"]);
        (await sale.PostAsync($"{path}/reconciliation", admin)).Is(200);
        (await sale.PostAsync($"{path}/close", admin)).Is(200);
        await Eventually.HoldsAsync(async () => await store.RefusedAsync() is { Length: > 0 } refused ? refused : "", refused => refused.Length == 0, TimeSpan.FromSeconds(1), () => app.Output);
        Assert.DoesNotContain("NOPERM", app.Output, StringComparison.Ordinal);
    }

    [Theory, InlineData(StoreTopology.One), InlineData(StoreTopology.Sentinel), InlineData(StoreTopology.Cluster)]
    public async Task Start_WhenPasswordRightsOrCertificateAreWrong_SaysWhichInOneSentence(StoreTopology topology)
    {
        await using SecuredStore store = await SecuredStore.StartAsync(topology);
        string wrong = await FailToStartAsync(SettingsOf(store, store.ConnectionStringOf("wrong"), TestTokens.WithNewKey()));
        Assert.Contains("refuses the password (WRONGPASS)", wrong, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", wrong, StringComparison.Ordinal);

        Dictionary<string, string> unknown = SettingsOf(store, store.ConnectionString, TestTokens.WithNewKey());
        unknown.Remove("Store__CertificateAuthority");
        string certificate = await FailToStartAsync(unknown);
        Assert.Contains("its certificate is not believed (UntrustedRoot)", certificate, StringComparison.Ordinal);
        Assert.Contains(StoreOptions.CertificateAuthoritySetting, certificate, StringComparison.Ordinal);

        await store.ChangeUserAsync("-zadd -wait");
        string rights = await FailToStartAsync(SettingsOf(store, store.ConnectionString, TestTokens.WithNewKey()));
        Assert.Contains("(NOPERM: ZADD, WAIT)", rights, StringComparison.Ordinal);
    }

    /// <summary>What the client itself asks on the way in, and a password that is changed while the instance serves.</summary>
    [Fact]
    public async Task Health_WhenTheStoreLetsNobodyInAnyMore_SaysWhyAndComesBackByItself()
    {
        await using SecuredStore store = await SecuredStore.StartAsync(StoreTopology.One);
        await using AppProcess app = await AppProcess.StartReadyAsync(SettingsOf(store, store.ConnectionString, TestTokens.WithNewKey()));
        await store.ChangeUserAsync("resetpass >another");
        await store.CutAsync();
        string denied = await Eventually.HoldsAsync(() => ReadyAsync(app), answer => answer.Contains("WRONGPASS", StringComparison.Ordinal), Patience, () => app.Output);
        Assert.StartsWith("503", denied, StringComparison.Ordinal);
        await store.ChangeUserAsync("resetpass >secret");
        await app.WaitUntilReadyAsync(Patience);

        await store.ChangeUserAsync("-echo");
        Assert.Contains("NOPERM", await FailToStartAsync(SettingsOf(store, store.ConnectionString, TestTokens.WithNewKey())), StringComparison.Ordinal);
    }

    /// <summary>A command that a script comes to use must be asked for at the start, and so be in the documented line.</summary>
    [Fact]
    public void Rights_OfEveryScript_AreAskedAtTheStartAndDocumented()
    {
        string[] used =
        [
            .. SourceTree.Files(".lua", "CouponAdmin.Core").SelectMany(file => System.Text.RegularExpressions.Regex.Matches(SourceTree.Read(file), @"redis\.p?call\('(\w+)'").Select(m => m.Groups[1].Value)).Distinct(StringComparer.Ordinal),
        ];
        Assert.Empty(used.Except(StoreRights.Commands, StringComparer.OrdinalIgnoreCase));
        string[] granted = [.. SecuredStore.DocumentedUser.Split(' ').Where(rule => rule.StartsWith('+')).Select(rule => rule[1..])];
        Assert.Empty(StoreRights.Commands.Except(granted, StringComparer.OrdinalIgnoreCase));
    }

    private static async Task IssueAsync(SaleClient sale, string slug, TestTokens tokens, IEnumerable<string> members)
    {
        foreach (string token in members.Select(tokens.Member))
        {
            await Eventually.HoldsAsync(() => sale.ClaimAsync(slug, token), claim => claim.HasTicket, Patience);
            await Eventually.HoldsAsync(() => sale.MineAsync(slug, token), mine => mine.Status == HttpStatusCode.OK && mine.String("status") == "issued", Patience);
        }
    }

    private static Dictionary<string, string> SettingsOf(SecuredStore store, string connectionString, TestTokens tokens) => new(StringComparer.Ordinal)
    {
        ["ConnectionStrings__Redis"] = connectionString,
        ["Store__CertificateAuthority"] = store.Authority,
        ["Authentication__Jwt__SigningKey"] = tokens.SigningKey,
        ["Rehearsal"] = "false",
    };

    private static async Task<string> FailToStartAsync(Dictionary<string, string> settings)
    {
        await using AppProcess app = await AppProcess.StartAsync(settings);
        Assert.True(await app.WaitForExitAsync() == 1, app.Output);
        return Assert.Single(app.Output.Split('\n'), line => line.StartsWith("CouponAdmin has not started.", StringComparison.Ordinal));
    }

    private static async Task<string> ReadyAsync(AppProcess app)
    {
        using HttpResponseMessage answer = await app.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
    }
}
