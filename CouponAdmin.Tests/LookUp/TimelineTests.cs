using AngleSharp.Dom;
using Bunit;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Core.Issuance.LookUp;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.LookUp;
using CouponAdmin.Web.Shared;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using Xunit;

namespace CouponAdmin.Tests.LookUp;

public sealed class TimelineTests : ComponentTest
{
    private static readonly DateTimeOffset Asked = TestCampaigns.Noon.AddMilliseconds(412);

    private static readonly IssuanceView Coupon = new(
        "spring-drop", 37, "min-1", "7QK2-M4TD-9XRA-C0HE", 1_795_316_400_412_000, Asked, Asked.AddMilliseconds(90), ClaimStatus.Issued);

    // No use case stands behind the dialogs: one that is reached in spite of the gate fails the test.
    public TimelineTests() => Services.AddSingleton(new DisableMember(null!, null!, null!));

    [Fact]
    public void Timeline_WhenOperatorLooks_ShowsTheCodeAndOffersTheRevocation()
    {
        IRenderedComponent<TimelineCard> card = Show(Issued(), seesCodes: true);

        Assert.Equal(["Admitted", "Issued and stored"], Words(card));
        Assert.Contains("No. 37 · ticket 1795316400412000", card.Markup, StringComparison.Ordinal);
        Assert.Contains(Coupon.Code!, card.Markup, StringComparison.Ordinal);
        Assert.Contains("Revoke coupon 37", card.Find(".timeline-foot button.mud-button-root").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Timeline_WhenViewerLooks_HidesTheCodeEverywhereAndOffersNothing()
    {
        ActAs(Policies.Read);
        IRenderedComponent<TimelineCard> card = Show(Issued(), seesCodes: false);

        Assert.Contains("7QK2-****-****-C0HE", card.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("M4TD", card.Markup, StringComparison.Ordinal);
        Assert.Empty(card.FindAll(".mud-button-root"));
    }

    [Fact]
    public void Timeline_WhenRefused_SaysByHowMuchAndTellsTheMemberInBothLanguages()
    {
        ClaimTimeline refused = Empty() with { Refusals = [new KeptRefusal(ClaimOutcome.SoldOut, Asked, Asked.AddMilliseconds(-410))] };
        IRenderedComponent<TimelineCard> card = Show(refused, seesCodes: true);

        Assert.Equal(["Refused: sold out"], Words(card));
        Assert.Contains("The last coupon went 0.41 s before.", card.Markup, StringComparison.Ordinal);
        Assert.Equal("Never admitted", card.Find(".timeline-state").TextContent.Trim());
        string[] letters = [.. card.FindAll(".letter-text p.prose").Select(p => p.TextContent)];
        Assert.Contains("2026-11-22 12:00:00.412에 신청하셨으나 그때는 모두 소진되어 있었습니다. 마지막 쿠폰은 0.41초 전에", letters[0], StringComparison.Ordinal);
        Assert.Contains("You asked on 2026-11-22 12:00:00.412. By then all coupons were gone: the last one had been taken 0.41 s before.", letters[1], StringComparison.Ordinal);
        Assert.Equal(letters, card.FindAll("[data-copy]").Select(b => b.GetAttribute("data-copy")!));
    }

    [Fact]
    public void Timeline_WhenRevokedAfterAnEarlyPress_StandsInOrder()
    {
        ClaimTimeline revoked = Issued() with
        {
            Refusals = [new KeptRefusal(ClaimOutcome.NotOpenYet, TestCampaigns.Noon.AddSeconds(-2))],
            Row = Coupon with { Status = ClaimStatus.Revoked, RevokedAt = Asked.AddHours(1), RevokeReason = "sold it on", IsUnitReturned = true },
        };
        IRenderedComponent<TimelineCard> card = Show(revoked, seesCodes: true);

        Assert.Equal(["Refused: not open yet", "Admitted", "Issued and stored", "Revoked"], Words(card));
        Assert.Contains("It was 2.00 s before the opening.", card.Markup, StringComparison.Ordinal);
        Assert.Contains("The unit was given back. Reason: sold it on", card.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("sold it on", string.Concat(card.FindAll(".letter-text").Select(l => l.TextContent)), StringComparison.Ordinal);
        Assert.Empty(card.FindAll(".mud-button-root"));
    }

    [Theory]
    [InlineData(ClaimStatus.QueueExpired)]
    [InlineData(ClaimStatus.Refused)]
    [InlineData(ClaimStatus.Quarantined)]
    public void Letter_WhenNoCouponCameOfIt_SaysSoInEachLanguageAlone(ClaimStatus status)
    {
        ClaimTimeline timeline = Issued() with { Row = Coupon with { Status = status, Number = null, Code = null } };
        string korean = new MemberLetter(IsKorean: true).Of(timeline);
        string english = new MemberLetter(IsKorean: false).Of(timeline);

        Assert.All(korean.Split('\n'), line => Assert.EndsWith("니다.", line, StringComparison.Ordinal));
        Assert.DoesNotMatch("[가-힣]", english);
        Assert.Equal(korean.Split('\n').Length, english.Split('\n').Length);
    }

    [Fact]
    public async Task DisableDialog_WhenRightsWereTakenMeanwhile_RefusesAndDoesNothing()
    {
        IRenderedComponent<MudDialogProvider> page = Render<MudDialogProvider>();
        var parameters = new DialogParameters<DisableDialog> { { x => x.Member, "min-1" }, { x => x.IsDisabled, false } };
        await page.InvokeAsync(() => Services.GetRequiredService<IDialogService>().ShowAsync<DisableDialog>(title: null, parameters));
        await page.Find(".mud-button-filled").ClickAsync(new());
        Assert.Contains("This is needed.", page.Markup, StringComparison.Ordinal);

        Person.SetPolicies(Policies.Read);
        await page.Find("textarea").ChangeAsync(new() { Value = "several accounts" });
        await page.Find(".mud-button-filled").ClickAsync(new());
        Assert.Contains(OperatorGate.NotAllowed, page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    private static ClaimTimeline Empty() => new("spring-drop", "Spring drop", TestCampaigns.Noon, TestCampaigns.Noon.AddHours(1));

    private static ClaimTimeline Issued() => Empty() with { Row = Coupon, Ticket = Coupon.Ticket, Place = 37 };

    private static string[] Words(IRenderedComponent<TimelineCard> card) => [.. card.FindAll(".step-what strong").Select(s => s.TextContent)];

    private IRenderedComponent<TimelineCard> Show(ClaimTimeline timeline, bool seesCodes) => Render<TimelineCard>(p => p
        .Add(c => c.Timeline, timeline)
        .Add(c => c.SeesCodes, seesCodes)
        .Add(c => c.OnRevoke, _ => { }));
}
