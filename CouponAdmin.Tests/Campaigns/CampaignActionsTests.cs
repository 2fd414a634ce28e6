using Bunit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Campaigns;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using Xunit;

namespace CouponAdmin.Tests.Campaigns;

public sealed class CampaignActionsTests : ComponentTest
{
    // No use case stands behind the buttons: one that is reached in spite of the gate fails the test.
    public CampaignActionsTests() => Services.AddSingleton(new CampaignActs(null!, null!, null!, null!, null!, null!, null!)).AddSingleton(new CampaignCatalogue(null!, null!, null!));

    [Theory]
    [InlineData(CampaignState.Draft, "Publish…", "Delete…", "Rehearse the sale", "Edit")]
    [InlineData(CampaignState.Scheduled, "Warm", "Pause…", "Change quantity…", "Challenge…", "Close…", "Rehearse the sale")]
    [InlineData(CampaignState.Open, "Warm", "Pause…", "Change quantity…", "Challenge…", "Close…")]
    [InlineData(CampaignState.SoldOut, "Warm", "Pause…", "Change quantity…", "Challenge…", "Close…")]
    [InlineData(CampaignState.Paused, "Warm", "Resume", "Change quantity…", "Challenge…", "Close…")]
    [InlineData(CampaignState.Closed)]
    [InlineData(CampaignState.Archived)]
    public void CampaignActions_WhenOperatorLooks_OffersWhatTheStateAllows(CampaignState state, params string[] words) =>
        Assert.Equal(words, Words(Show(state)));

    [Fact]
    public void CampaignActions_WhenPausedBeforeTheOpening_OffersToResume() => Assert.Equal(
        ["Warm", "Resume", "Change quantity…", "Challenge…", "Close…", "Rehearse the sale"],
        Words(Render<CampaignActions>(p => p
            .Add(a => a.Campaign, TestCampaigns.View(CampaignState.Scheduled) with { IsPaused = true })
            .Add(a => a.State, CampaignState.Scheduled).Add(a => a.Pulse, null).Add(a => a.OnChanged, _ => { }))));

    [Theory]
    [InlineData(CampaignState.Draft)]
    [InlineData(CampaignState.Open)]
    [InlineData(CampaignState.Paused)]
    public void CampaignActions_WhenViewerLooks_OffersNothing(CampaignState state)
    {
        ActAs(Policies.Read);
        Assert.Empty(Words(Show(state)));
    }

    [Theory]
    [InlineData("Warm", CampaignState.Open)]
    [InlineData("Resume", CampaignState.Paused)]
    public async Task CampaignActions_WhenRightsWereTakenMeanwhile_RefusesAndDoesNothing(string word, CampaignState state)
    {
        IRenderedComponent<CampaignActions> actions = Show(state);
        ActAsLater(Policies.Read);

        await actions.FindComponents<MudButton>().Single(b => b.Find("button, a").TextContent.Trim() == word).Find("button").ClickAsync(new());

        Assert.Contains(OperatorGate.NotAllowed, actions.Markup, StringComparison.Ordinal);
    }

    private static string[] Words(IRenderedComponent<CampaignActions> actions) =>
        [.. actions.FindComponents<MudButton>().Select(b => b.Find("button, a").TextContent.Trim())];

    /// <summary>The rights change, but the page that was drawn before still shows its buttons.</summary>
    private void ActAsLater(params string[] policies) => Person.SetPolicies(policies);

    private IRenderedComponent<CampaignActions> Show(CampaignState state) => Render<CampaignActions>(p => p
        .Add(a => a.Campaign, TestCampaigns.View(state))
        .Add(a => a.State, state)
        .Add(a => a.Pulse, null)
        .Add(a => a.OnChanged, _ => { }));
}
