using AngleSharp.Dom;
using Bunit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Campaigns;
using CouponAdmin.Web.Shared;
using Xunit;

namespace CouponAdmin.Tests.Campaigns;

public sealed class StateChipTests : ComponentTest
{
    public static TheoryData<CampaignState> States => [.. Enum.GetValues<CampaignState>()];

    [Theory, MemberData(nameof(States))]
    public void StateChip_WhenInAnyState_ShowsWordPictureAndColour(CampaignState state)
    {
        IElement chip = Render<StateChip>(p => p.Add(c => c.State, state)).Find(".state");

        Assert.Equal(StateTexts.Word(state), chip.TextContent.Trim());
        Assert.NotNull(chip.QuerySelector("svg"));
        Assert.Contains(StateTexts.Style(state), chip.ClassList);
    }

    [Theory]
    [InlineData(Say.Korean, "소진")]
    [InlineData(Say.English, "Sold out")]
    public void StateChip_WhenReadInALanguage_SpeaksIt(string language, string word)
    {
        Read(language);
        Assert.Equal(word, Render<StateChip>(p => p.Add(c => c.State, CampaignState.SoldOut)).Find(".state").TextContent.Trim());
    }

    [Fact]
    public void StateTexts_WhenSaleIsSoldOutPausedOrClosed_NeverSayTheSame()
    {
        CampaignState[] alike = [CampaignState.SoldOut, CampaignState.Paused, CampaignState.Closed, CampaignState.Scheduled, CampaignState.Open];
        Assert.Equal(alike.Length, alike.Select(StateTexts.Word).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(alike.Length, alike.Select(StateTexts.Style).Distinct(StringComparer.Ordinal).Count());
    }
}
