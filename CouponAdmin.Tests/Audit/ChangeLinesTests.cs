using System.Globalization;
using CouponAdmin.Web.Audit;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Tests.Audit;

public sealed class ChangeLinesTests
{
    public ChangeLinesTests() => CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(Say.English);

    [Fact]
    public void Of_WhenBeforeAndAfter_NamesOnlyWhatDiffers()
    {
        const string json = """
            {"before":{"quantity":1000,"isPaused":false,"opensAt":{"microseconds":1763780400000000},"name":"Spring"},
             "after":{"quantity":1200,"isPaused":true,"opensAt":{"microseconds":1763784000000000},"name":"Spring"}}
            """;
        Assert.Equal(
            [
                new("Quantity", "1,000", "1,200"), new("Paused", "no", "yes"), new("Opens", "2025-11-22 12:00:00 KST", "2025-11-22 13:00:00 KST"),
            ],
            ChangeLines.Of(json));
    }

    [Fact]
    public void Of_WhenAValueComesOrGoes_SaysSo() => Assert.Equal(
        [new("Currency", "∅", "KRW"), new("Description", "old", "∅")],
        ChangeLines.Of("""{"before":{"benefit":{"currency":null},"description":"old"},"after":{"benefit":{"currency":"KRW"},"description":null}}"""));

    [Fact]
    public void Of_WhenValuesAlone_ListsThem() => Assert.Equal(
        [new("Number", null, "7"), new("Member", null, "m-1"), new("Unit returned", null, "yes"), new("Kind of benefit", null, "percent off")],
        ChangeLines.Of("""{"number":7,"member":"m-1","returnUnit":true,"benefit":{"kind":0,"currency":null}}"""));

    [Theory]
    [InlineData(null, 0)]
    [InlineData("{half", 1)]
    [InlineData("[1,2]", 1)]
    public void Of_WhenItIsNoObject_ShowsItAsItStands(string? json, int lines) => Assert.Equal(lines, ChangeLines.Of(json).Count);
}
