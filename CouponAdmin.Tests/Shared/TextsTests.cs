using CouponAdmin.Core.Results;
using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Shared;
using Xunit;

namespace CouponAdmin.Tests.Shared;

public sealed class TextsTests : ComponentTest
{
    public static TheoryData<RefusalKind> Kinds => [.. Enum.GetValues<RefusalKind>()];

    public static TheoryData<FieldRule> Rules => [.. Enum.GetValues<FieldRule>()];

    [Theory, MemberData(nameof(Kinds))]
    public void RefusalTexts_WhenRefused_SpeakBothLanguagesAndHideTheDetail(RefusalKind kind)
    {
        var refusal = new Refusal(kind, "for logs only");
        Assert.DoesNotContain("for logs only", InBoth(() => RefusalTexts.Of(refusal)), StringComparer.Ordinal);
    }

    [Theory, MemberData(nameof(Rules))]
    public void FieldProblemTexts_WhenARuleIsBroken_SpeakBothLanguages(FieldRule rule) =>
        Assert.All(InBoth(() => FieldProblemTexts.Of(new FieldProblem("name", rule, 1, 1_000))), Assert.NotEmpty);

    [Fact]
    public void RefusalTexts_WhenBelowAdmitted_NamesTheLeastThatIsAccepted() =>
        Assert.Contains("1,234", RefusalTexts.Of(new Refusal(RefusalKind.BelowAdmitted, "") { Bound = 1_234 }), StringComparison.Ordinal);

    [Theory]
    [InlineData(0.34, "0.3 s")]
    [InlineData(42, "42 s")]
    [InlineData(192, "3 min 12 s")]
    [InlineData(300, "5 min")]
    [InlineData(7_260, "2 h 1 min")]
    public void Figures_WhenGivenADuration_RoundToWhatMatters(double seconds, string text) =>
        Assert.Equal(text, Figures.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(-5, "00:00:00")]
    [InlineData(192, "00:03:12")]
    [InlineData(180_065, "2 d 02:01:05")]
    public void Figures_WhenCountingDown_KeepTheirWidthAndStopAtZero(double seconds, string text) =>
        Assert.Equal(text, Figures.Clock(TimeSpan.FromSeconds(seconds)));

    private static string[] InBoth(Func<string> text)
    {
        Read(Say.Korean);
        string korean = text();
        Read(Say.English);
        string english = text();
        Assert.NotEqual(korean, english);
        return [korean, english];
    }
}
