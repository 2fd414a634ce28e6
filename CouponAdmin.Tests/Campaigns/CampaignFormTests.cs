using CouponAdmin.Core.Campaigns;
using CouponAdmin.Core.Results;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Campaigns;
using CouponAdmin.Web.Shared;
using Xunit;

namespace CouponAdmin.Tests.Campaigns;

public sealed class CampaignFormTests
{
    [Theory]
    [InlineData(0, "2026-11-22T12:10")]
    [InlineData(1, "2026-11-22T12:15")]
    [InlineData(299, "2026-11-22T12:15")]
    public void Fresh_WhenNow_OpensInTenMinutesRoundedUpInSeoul(int secondsPastNoon, string opens) =>
        Assert.Equal(opens, CampaignForm.Fresh(TestCampaigns.Noon.AddSeconds(secondsPastNoon)).Opens);

    [Fact]
    public void Fresh_WhenNamed_BreaksNoRule()
    {
        CampaignForm form = CampaignForm.Fresh(TestCampaigns.Noon);
        (form.Name, form.Slug) = ("봄맞이", "spring");
        Assert.Empty(form.Problems(TestCampaigns.Noon));
    }

    [Fact]
    public void Of_WhenTurnedBackIntoADraft_SaysTheSame()
    {
        CampaignView view = TestCampaigns.View(CampaignState.Draft) with { Benefit = new Benefit(BenefitKind.Amount, 3_000, "KRW") };
        CampaignDraft draft = CampaignForm.Of(view).ToDraft();

        Assert.Equal((view.Slug, view.Name, view.Quantity), (draft.Slug, draft.Name, draft.Quantity));
        Assert.Equal((view.OpensAt, view.ClosesAt), (draft.OpensAt, draft.ClosesAt));
        Assert.Equal(new BenefitDraft { Kind = BenefitKind.Amount, Value = 3_000, Currency = "KRW" }, draft.Benefit);
    }

    public static TheoryData<Benefit> Benefits =>
    [
        new Benefit(BenefitKind.Percent, 15, "USD") { Maximum = 1_050, MinimumOrder = 2_000, Terms = "Once.\nNot with others." },
        new Benefit(BenefitKind.Amount, 5_125, "KWD") { MinimumOrder = 10_000 },
        new Benefit(BenefitKind.FreeText, 0) { Text = "에코백 증정" },
    ];

    [Theory, MemberData(nameof(Benefits))]
    public void Of_WhateverTheBenefit_SaysTheSameInTheDraft(Benefit benefit)
    {
        BenefitDraft draft = CampaignForm.Of(TestCampaigns.View(CampaignState.Draft) with { Benefit = benefit }).ToDraft().Benefit!;

        Assert.Equal((benefit.Kind, benefit.Value, benefit.Currency), (draft.Kind, draft.Value ?? 0, draft.Currency));
        Assert.Equal((benefit.Maximum, benefit.MinimumOrder, benefit.Text, benefit.Terms), (draft.Maximum, draft.MinimumOrder, draft.Text, draft.Terms));
    }

    [Fact]
    public void Problems_WhenAnAmountIsFinerThanItsCurrency_NamesTheField()
    {
        CampaignForm form = CampaignForm.Fresh(TestCampaigns.Noon);
        (form.Name, form.Slug, form.MinimumOrder, form.Currency) = ("Spring", "spring", 10.5m, "KRW");

        Assert.Equal(new FieldProblem("benefit.minimumOrder", FieldRule.FinerThanCurrency), Assert.Single(form.Problems(TestCampaigns.Noon)));
    }

    [Fact]
    public void CopyOf_WhenCloned_KeepsTheOfferAndItsLengthUnderANewAddress()
    {
        CampaignView view = TestCampaigns.View(CampaignState.Closed) with { ClosesAt = TestCampaigns.Noon.AddHours(3) };
        CampaignDraft draft = CampaignForm.CopyOf(view, "spring-drop-2", TestCampaigns.Noon.AddDays(7)).ToDraft();

        Assert.Equal((view.Name, "spring-drop-2", view.Quantity), (draft.Name, draft.Slug, draft.Quantity));
        Assert.Equal((TestCampaigns.Noon.AddDays(7).AddMinutes(10), TimeSpan.FromHours(3)), (draft.OpensAt, draft.ClosesAt - draft.OpensAt));
    }

    [Fact]
    public void Of_WhenTheWindowHasSeconds_ShowsThemAndKeepsEveryMicrosecond()
    {
        DateTimeOffset opens = new DateTimeOffset(2026, 11, 30, 5, 6, 21, TimeSpan.Zero).AddMicroseconds(123_456);
        CampaignView view = TestCampaigns.View(CampaignState.Draft) with { OpensAt = opens, ClosesAt = opens.AddHours(1) };
        CampaignForm form = CampaignForm.Of(view);

        Assert.Equal(("2026-11-30T14:06:21", "2026-11-30T15:06:21"), (form.Opens, form.Closes));
        Assert.Equal((view.OpensAt, view.ClosesAt), (form.ToDraft().OpensAt, form.ToDraft().ClosesAt));

        form.Opens = "2026-11-30T14:06:22";
        Assert.Equal(new DateTimeOffset(2026, 11, 30, 5, 6, 22, TimeSpan.Zero), form.ToDraft().OpensAt);
    }

    [Fact]
    public void CopyOf_WhenTheWindowHasSeconds_LastsExactlyAsLong()
    {
        TimeSpan length = new TimeSpan(1, 30, 21) + TimeSpan.FromMicroseconds(7);
        CampaignView view = TestCampaigns.View(CampaignState.Closed) with { OpensAt = TestCampaigns.Noon.AddSeconds(21), ClosesAt = TestCampaigns.Noon.AddSeconds(21) + length };
        CampaignForm copy = CampaignForm.CopyOf(view, "spring-drop-2", TestCampaigns.Noon);

        Assert.Equal(("2026-11-22T12:10", "2026-11-22T13:40:21"), (copy.Opens, copy.Closes));
        Assert.Equal(length, copy.ToDraft().ClosesAt - copy.ToDraft().OpensAt);
    }

    [Theory]
    [InlineData(0, "Sun 22 Nov 2026, 12:00")]
    [InlineData(21, "Sun 22 Nov 2026, 12:00:21")]
    public void Minute_WhenAMomentHasSeconds_SaysThem(int seconds, string text) => Assert.Equal(text, SeoulTime.Minute(TestCampaigns.Noon.AddSeconds(seconds)));

    [Fact]
    public void ToDraft_WhenPercent_LeavesTheCurrencyOut() =>
        Assert.Null(new CampaignForm { BenefitKind = BenefitKind.Percent, Currency = "KRW" }.ToDraft().Benefit!.Currency);

    [Theory]
    [InlineData("Spring Drop 10%", "spring-drop-10")]
    [InlineData("  --Ünïcode & café-- ", "unicode-cafe")]
    [InlineData("봄맞이 10% 할인", "coupon-20261122")]
    [InlineData("100", "coupon-20261122")]
    [InlineData("half \ud83d", "half")]
    [InlineData(null, "coupon-20261122")]
    public void SlugSuggestion_WhenGivenAName_IsAnAddress(string? name, string slug) =>
        Assert.Equal(slug, SlugSuggestion.For(name, TestCampaigns.Noon));

    [Fact]
    public void SlugSuggestion_WhenTheNameIsLong_StaysWithinTheLimit()
    {
        string slug = SlugSuggestion.For(string.Concat(Enumerable.Repeat("abc ", 40)), TestCampaigns.Noon);
        Assert.DoesNotContain(CampaignDraftRules.Check(new CampaignDraft { Slug = slug }, TestCampaigns.Noon), p => p.Field == "slug");
    }
}
