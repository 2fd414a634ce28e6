using AngleSharp.Dom;
using Bunit;
using CouponAdmin.Core.Campaigns;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Campaigns;
using CouponAdmin.Web.Shared;
using Xunit;

namespace CouponAdmin.Tests.Campaigns;

public sealed class CampaignFieldsTests : ComponentTest
{
    private readonly CampaignForm _form = CampaignForm.Fresh(TestCampaigns.Noon.AddYears(1));

    [Fact]
    public void CampaignFields_WhenNothingWasVisitedOrSent_ComplainsOfNothing() => Assert.Empty(Errors(Show(isSent: false)));

    [Fact]
    public void CampaignFields_WhenSentEmpty_NamesEachMissingField()
    {
        _form.Quantity = null;
        Assert.Equal(["Name", "Address", "Quantity"], Errors(Show(isSent: true)).Select(e => e.Label));
    }

    [Fact]
    public async Task CampaignFields_WhenAFieldWasLeftWrong_ComplainsOfItAlone()
    {
        _form.Quantity = 0;
        IRenderedComponent<CampaignFields> fields = Show(isSent: false);

        await Input(fields, "Quantity").BlurAsync(new());

        (string label, string text) = Assert.Single(Errors(fields));
        Assert.Equal(("Quantity", "This must be from 1 to 10,000,000."), (label, text));
    }

    [Fact]
    public void CampaignFields_WhenClosingComesFirst_SaysSoInTheReadersLanguage()
    {
        Read(Say.Korean);
        (_form.Name, _form.Slug, _form.Closes) = ("봄맞이", "spring", SeoulTime.ToInput(SeoulTime.FromInput(_form.Opens)!.Value.AddMinutes(-1)));
        Assert.Equal(("종료", "시작보다 나중이어야 합니다."), Assert.Single(Errors(Show(isSent: true))));
    }

    [Fact]
    public void CampaignFields_WhenTheStoreRefusedAField_ShowsItThere()
    {
        (_form.Name, _form.Slug) = ("Spring", "spring");
        IRenderedComponent<CampaignFields> fields = Show(isSent: true, new Dictionary<string, string>(StringComparer.Ordinal) { ["slug"] = "Taken." });
        Assert.Equal(("Address", "Taken."), Assert.Single(Errors(fields)));
    }

    [Fact]
    public async Task CampaignFields_WhenARefusedFieldIsChanged_LetsItBe()
    {
        (_form.Name, _form.Slug) = ("Spring", "spring");
        IRenderedComponent<CampaignFields> fields = Show(isSent: true, new Dictionary<string, string>(StringComparer.Ordinal) { ["slug"] = "Taken." });
        await Input(fields, "Address").InputAsync(new() { Value = "spring-2" });
        Assert.Empty(Errors(fields));
    }

    [Fact]
    public async Task CampaignFields_WhenANameIsTyped_SuggestsAnAddressUntilOneIsTyped()
    {
        IRenderedComponent<CampaignFields> fields = Show(isSent: false);

        // Beside the field, never in it: a late answer would replace what somebody types there meanwhile.
        await Input(fields, "Name").InputAsync(new() { Value = "Été: 2 for 1" });
        Assert.Equal("ete-2-for-1", _form.ToDraft().Slug);
        Assert.True(string.IsNullOrEmpty(Input(fields, "Address").GetAttribute("value")));
        Assert.Equal("ete-2-for-1", Input(fields, "Address").GetAttribute("placeholder"));

        await Input(fields, "Address").InputAsync(new() { Value = "summer" });
        await Input(fields, "Name").InputAsync(new() { Value = "Autumn" });
        Assert.Equal("summer", _form.ToDraft().Slug);
    }

    [Theory]
    [InlineData(SlugAnswer.Taken, "Another campaign has this address.", true)]
    [InlineData(SlugAnswer.Free, "This address is free.", false)]
    [InlineData(SlugAnswer.Asking, "Looking whether this address is free.", false)]
    public void CampaignFields_WhenTheAddressWasLookedUp_SaysWhatCameOut(SlugAnswer answer, string words, bool isWrong)
    {
        (_form.Name, _form.Slug) = ("Spring", "spring");
        IRenderedComponent<CampaignFields> fields = Render<CampaignFields>(p => p.Add(f => f.Form, _form).Add(f => f.IsSent, false).Add(f => f.SlugAnswer, answer));
        Assert.Contains(words, fields.Markup, StringComparison.Ordinal);
        Assert.Equal(isWrong, Errors(fields).Length == 1);
    }

    [Theory]
    [InlineData(null, "no measured drain rate yet")]
    [InlineData(1_200.0, "At the measured drain rate (1,200 a second) 5 min hold about 360,000 claims.")]
    public void CampaignFields_WhenTheTimeToLiveIsExplained_UsesTheMeasuredRateOrSaysThatThereIsNone(double? rate, string words) =>
        Assert.Contains(
            words, Render<CampaignFields>(p => p.Add(f => f.Form, _form).Add(f => f.IsSent, false).Add(f => f.DrainsPerSecond, rate)).Markup, StringComparison.Ordinal);

    [Fact]
    public async Task CampaignFields_WhenSomethingIsTypedAndTakenBack_TellsBoth()
    {
        List<bool> told = [];
        IRenderedComponent<CampaignFields> fields = Render<CampaignFields>(p => p.Add(f => f.Form, _form).Add(f => f.IsSent, false).Add(f => f.OnDirty, told.Add));

        await Input(fields, "Address").InputAsync(new() { Value = "summer" });
        await Input(fields, "Address").InputAsync(new() { Value = null });

        Assert.Equal([true, false], told);
    }

    private static (string Label, string Text)[] Errors(IRenderedComponent<CampaignFields> fields) =>
    [
        .. fields.FindAll(".mud-input-control").Where(f => f.QuerySelector("input[aria-invalid=true]") is not null)
            .Select(f => (f.QuerySelector("label")!.TextContent.Trim(), f.QuerySelector(".mud-input-helper-text")!.TextContent.Trim())),
    ];

    private static IElement Input(IRenderedComponent<CampaignFields> fields, string label) =>
        fields.FindAll("label").First(l => l.TextContent.Trim() == label).ParentElement!.QuerySelector("input")!;

    private IRenderedComponent<CampaignFields> Show(bool isSent, IReadOnlyDictionary<string, string>? refused = null) => Render<CampaignFields>(p =>
    {
        p.Add(f => f.Form, _form).Add(f => f.IsSent, isSent);
        if (refused is not null)
        {
            p.Add(f => f.Refused, refused);
        }
    });
}
