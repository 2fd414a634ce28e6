using Bunit;
using CouponAdmin.Core.ApiClients;
using CouponAdmin.Core.Results;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.ApiClients;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace CouponAdmin.Tests.ApiClients;

/// <summary>The parts of the console's page for API clients.</summary>
public sealed class ApiClientsPageTests : ComponentTest
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 30, 3, 0, 0, TimeSpan.Zero);

    private static readonly ApiClientView Shop = new(
        "client_aaaaaaaaaaaaaaaa", "Shop", ["campaigns:read"], ApiClientState.Active, Noon, ExpiresAt: null, LastUsedAt: null, RevokedAt: null,
        "ca_live_AbCd", Noon, OldSecretPrefix: null, OldSecretUntil: null);

    // No use case stands behind the dialogs: one that is reached in spite of the gate fails the test.
    public ApiClientsPageTests() =>
        Services.AddSingleton(new CreateApiClient(null!, null!)).AddSingleton(new RotateApiSecret(null!)).AddSingleton(new RevokeApiClient(null!, null!));

    public static TheoryData<Type, string> Dialogs => new()
    {
        { typeof(CreateDialog), "Create the client" },
        { typeof(RotateDialog), "Make a new secret" },
        { typeof(RevokeDialog), "Revoke Shop" },
    };

    [Theory, MemberData(nameof(Dialogs))]
    public async Task Dialog_WhenTheRightWasTakenMeanwhile_RefusesAndDoesNothing(Type dialog, string act)
    {
        ActAs(Policies.Read, Policies.Operate);
        IRenderedComponent<MudDialogProvider> provider = Render<MudDialogProvider>();
        DialogParameters parameters = dialog == typeof(CreateDialog) ? [] : new DialogParameters { ["Client"] = Shop };
        await provider.InvokeAsync(() => Services.GetRequiredService<IDialogService>().ShowAsync(dialog, title: null, parameters));

        await provider.FindComponents<MudButton>().Single(b => b.Find("button").TextContent.Trim() == act).Find("button").ClickAsync(new());

        Assert.Contains("Only an administrator can change API clients.", provider.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("ca_live_A", provider.Markup.Replace("ca_live_AbCd…", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_WhenItWasMade_StandsThereOnceWithAButtonToCopyItAndCantBeMadeTwice()
    {
        ActAs(Policies.Read, Policies.Operate, Policies.Administer);
        int made = 0;
        IRenderedComponent<MudDialogProvider> provider = Render<MudDialogProvider>();
        DialogParameters parameters = new()
        {
            ["Title"] = "New", ["ActText"] = "Make it", ["ChildContent"] = (Microsoft.AspNetCore.Components.RenderFragment)(b => b.AddContent(0, "what will happen")),
            ["Make"] = (CouponAdmin.Core.Audit.Actor _) =>
            {
                made++;
                return Task.FromResult<Result<ApiClientSecret>>(new ApiClientSecret(Shop, "ca_live_AbCdSecret"));
            },
        };
        await provider.InvokeAsync(() => Services.GetRequiredService<IDialogService>().ShowAsync<SecretDialog>(title: null, parameters));
        Assert.Contains("what will happen", provider.Markup, StringComparison.Ordinal);

        await provider.FindComponents<MudButton>().Single(b => b.Find("button").TextContent.Trim() == "Make it").Find("button").ClickAsync(new());

        Assert.Equal(1, made);
        Assert.Equal("ca_live_AbCdSecret", provider.Find("button[aria-label='Copy the secret']").GetAttribute("data-copy"));
        Assert.Equal(["Close"], provider.FindComponents<MudButton>().Select(b => b.Find("button").TextContent.Trim()));
    }

    [Theory]
    [InlineData(ApiClientState.Active, "Active")]
    [InlineData(ApiClientState.Expired, "Expired")]
    [InlineData(ApiClientState.Revoked, "Revoked")]
    public void Standing_OfEveryState_HasItsWord(ApiClientState state, string word) =>
        Assert.Contains(word, Render<ApiClientStanding>(p => p.Add(s => s.Client, Shop with { State = state })).Markup, StringComparison.Ordinal);

    [Fact]
    public void Cell_WhenThereAreTwoSecrets_ShowsTheirBeginningsAndUntilWhen()
    {
        string markup = Render<ApiSecretCell>(p => p.Add(c => c.Client, Shop with { OldSecretPrefix = "ca_live_EfGh", OldSecretUntil = Noon.AddDays(1) })).Markup;

        Assert.Contains("ca_live_AbCd…", markup, StringComparison.Ordinal);
        Assert.Contains("ca_live_EfGh… until 2026", markup, StringComparison.Ordinal);
    }

    [Theory, InlineData(Say.Korean), InlineData(Say.English)]
    public void Rights_OfEveryScope_AreWords(string language)
    {
        Read(language);
        Assert.All(ApiScopes.All, scope => Assert.Equal(language == Say.Korean, ScopeTexts.Rights(scope).Any(letter => letter is >= '가' and <= '힣')));
    }
}
