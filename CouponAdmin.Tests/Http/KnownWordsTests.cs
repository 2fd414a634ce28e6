using CouponAdmin.Tests.Fixtures;
using CouponAdmin.Web.Http;
using CouponAdmin.Web.Shared;

namespace CouponAdmin.Tests.Http;

public sealed class KnownWordsTests : ComponentTest
{
    private static readonly string[] Known = ["quantity", "opensAt", "closesAt", "q"];

    [Theory]
    [InlineData("quantitty", "quantity")]
    [InlineData("quantiyt", "quantity")]
    [InlineData("OPENAT", "opensAt")]
    [InlineData("closedAt", "closesAt")]
    public void Instead_WhenAWordIsNear_AsksForIt(string word, string right)
    {
        Read(Say.English);
        Assert.Contains($"Did you mean “{right}”?", KnownWords.Instead(word, Known), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("colour")]
    [InlineData("x")]
    [InlineData("")]
    public void Instead_WhenNoWordIsNear_NamesAll(string word)
    {
        Read(Say.English);
        Assert.EndsWith("Known here: a.closesAt, a.opensAt, a.q, a.quantity.", KnownWords.Instead(word, Known, "a."), StringComparison.Ordinal);
        Assert.EndsWith("Nothing can be given here.", KnownWords.Instead(word, []), StringComparison.Ordinal);
        Assert.EndsWith("Nothing can be given here.", KnownWords.Instead(new string('x', 100_000), []), StringComparison.Ordinal);
        Read(Say.Korean);
        Assert.Contains("쓸 수 있는 이름: closesAt, opensAt, q, quantity", KnownWords.Instead(word, Known), StringComparison.Ordinal);
    }
}
