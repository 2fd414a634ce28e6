using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CouponAdmin.Core.Issuance;
using CouponAdmin.Web.Claiming;
using Xunit;

namespace CouponAdmin.Tests.Claiming;

public sealed partial class ClaimWordsTests
{
    public static TheoryData<ClaimMoment> Moments => [.. Enum.GetValues<ClaimMoment>()];

    public static TheoryData<ClaimOutcome> Outcomes => [.. Enum.GetValues<ClaimOutcome>()];

    [Theory]
    [MemberData(nameof(Moments))]
    public void Of_WhenAskedInBothLanguages_SpeaksEach(ClaimMoment moment)
    {
        ClaimWords korean = In("ko", () => ClaimWords.Of(moment));
        ClaimWords english = In("en", () => ClaimWords.Of(moment));

        Assert.All([korean.Heading, korean.Detail, korean.Button], text => Assert.Matches(Hangul, text));
        Assert.All([english.Heading, english.Detail, english.Button], text => Assert.DoesNotMatch(Hangul, text));
        Assert.All([korean.Heading, korean.Detail, english.Heading, english.Detail], text => Assert.DoesNotContain("!", text, StringComparison.Ordinal));
        Assert.Equal(Placeholders(korean.Heading + korean.Detail), Placeholders(english.Heading + english.Detail));
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public void Of_WhenKorean_IsFormalThroughout(ClaimMoment moment) =>
        Assert.All(
            In("ko", () => ClaimWords.Of(moment)).Detail.Split('.', StringSplitOptions.RemoveEmptyEntries),
            sentence => Assert.Matches("(니다|십시오)$", sentence.Trim()));

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void MomentOf_WhenAnswered_HasAMomentOfItsOwnName(ClaimOutcome outcome)
    {
        ClaimMoment moment = ClaimMoments.Of(new ClaimAnswer(outcome, "spring"));

        Assert.Equal(outcome == ClaimOutcome.Known ? "Queued" : outcome.ToString(), moment.ToString());
    }

    [Fact]
    public void Refusals_WhenComparedWithEachOther_NeverSayTheSame()
    {
        ClaimMoment[] refusals = [.. Enum.GetValues<ClaimOutcome>().Where(o => o is not (ClaimOutcome.Queued or ClaimOutcome.Known)).Select(o => ClaimMoments.Of(new ClaimAnswer(o, "s")))];

        Assert.Equal(refusals.Length, refusals.Select(m => In("ko", () => ClaimWords.Of(m).Heading)).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(refusals.Length, refusals.Select(m => In("en", () => ClaimWords.Of(m).Detail)).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("paused", ClaimMoment.Paused)]
    [InlineData("too-many-requests", ClaimMoment.TooManyRequests)]
    [InlineData("issued", null)]
    [InlineData("revoked", null)]
    [InlineData("<script>", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void FromAddress_WhenRead_TakesOnlyRefusalsThatAreCarried(string? key, ClaimMoment? expected) => Assert.Equal(expected, ClaimMoments.FromAddress(key));

    [Theory]
    [InlineData("ko")]
    [InlineData("en")]
    public void Texts_WhenGivenToTheScript_HoldEveryMomentAndCannotEndTheirElement(string language)
    {
        string json = In(language, ClaimTexts.Json);

        Assert.DoesNotContain("<", json, StringComparison.Ordinal);
        JsonElement words = JsonDocument.Parse(json).RootElement.GetProperty("words");
        Assert.All(Enum.GetValues<ClaimMoment>(), moment => Assert.True(words.TryGetProperty(moment.Key(), out _)));
    }

    private static T In<T>(string language, Func<T> speak)
    {
        CultureInfo before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        try
        {
            return speak();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private static string[] Placeholders(string text) =>
        [.. Placeholder.Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal)];

    [GeneratedRegex("[가-힣]", RegexOptions.None, 1000)]
    private static partial Regex Hangul { get; }

    [GeneratedRegex(@"\{\w+\}", RegexOptions.None, 1000)]
    private static partial Regex Placeholder { get; }
}
