using System.Net;
using CouponAdmin.Core.Operators;
using CouponAdmin.Web.Accounts.Links;
using CouponAdmin.Web.Mail;
using Microsoft.Extensions.Time.Testing;

namespace CouponAdmin.Tests.Accounts;

/// <summary>The limits of asking for links, and that an ask looks nothing up.</summary>
public sealed class LinkAsksTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly MailOptions _options = new() { Host = "h", AsksPerAddressPerHour = 3, AsksPerSourcePerHour = 5 };

    [Fact]
    public void Address_WhenItIsAskedForTooOften_WaitsForTheHourToEnd()
    {
        LinkAsks asks = new(_options, new EmailNormalizer(), _time);
        string[] spellings = ["Kim@example.com", "kim@EXAMPLE.com", "KIM@example.com"];
        Assert.All(spellings, spelling => Assert.True(asks.AllowsAddress(spelling)));
        Assert.False(asks.AllowsAddress("kim@example.com"));
        Assert.True(asks.AllowsAddress("lee@example.com"));

        _time.Advance(LinkAsks.Within - TimeSpan.FromSeconds(1));
        Assert.False(asks.AllowsAddress("kim@example.com"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(asks.AllowsAddress("kim@example.com"));
    }

    [Fact]
    public void Source_WhenItAsksTooOften_IsCountedWithItsNetwork()
    {
        LinkAsks asks = new(_options, new EmailNormalizer(), _time);
        for (int i = 0; i < _options.AsksPerSourcePerHour; i++)
        {
            Assert.True(asks.AllowsSource(IPAddress.Parse($"2001:db8::{i}")));
        }

        Assert.False(asks.AllowsSource(IPAddress.Parse("2001:db8::77")));
        Assert.True(asks.AllowsSource(IPAddress.Parse("192.0.2.1")));
    }

    [Fact]
    public void Names_WhenThereAreMoreThanAreRemembered_ForgetTheOldest()
    {
        LinkAsks asks = new(_options, new EmailNormalizer(), _time);
        for (int i = 0; i < LinkAsks.NamesMax + 10; i++)
        {
            Assert.True(asks.AllowsAddress($"m{i}@example.com"));
        }

        for (int i = 0; i < _options.AsksPerAddressPerHour - 1; i++)
        {
            Assert.True(asks.AllowsAddress($"m{LinkAsks.NamesMax}@example.com"));
        }

        Assert.False(asks.AllowsAddress($"m{LinkAsks.NamesMax}@example.com"));
    }

    [Fact]
    public void Forgot_WhenItIsAsked_LooksNothingUpBeforeItAnswers()
    {
        // There is no service to look with: the order is only taken, for whomever. So a known address takes no longer than an unknown one.
        MailQueue queue = new(_options, new MailReport(_time));
        AccountMail mail = new(queue, _options, new LinkAsks(_options, new EmailNormalizer(), _time));

        mail.Forgot("known@example.com");
        mail.Forgot("unknown@example.com");

        Assert.Equal(2, queue.Waiting);
        for (int i = 0; i < 2 * _options.AsksPerAddressPerHour; i++)
        {
            mail.Forgot("known@example.com");
        }

        Assert.Equal(1 + _options.AsksPerAddressPerHour, queue.Waiting);
    }

    [Fact]
    public void Links_WhenTheyAreMade_LiveAsLongAsIsSaid()
    {
        Assert.Equal(TimeSpan.FromMinutes(30), new ResetTokens.Life().TokenLifespan);
        Assert.Equal(TimeSpan.FromDays(3), new InviteTokens.Life().TokenLifespan);
        Assert.NotEqual(new ResetTokens.Life().Name, new InviteTokens.Life().Name);
        Assert.True(MailSender.Pauses.Aggregate(TimeSpan.Zero, (sum, pause) => sum + pause) < ResetTokens.LivesFor, "A link that is sent late must still live.");
    }

    [Theory]
    [InlineData(""), InlineData("r"), InlineData("r.."), InlineData("x.YQ.dG9rZW4"), InlineData("r.***.dG9rZW4"), InlineData("r.AA.dG9rZW4"), InlineData("r.YQ.a.b")]
    public void Code_WhenItIsNone_IsReadAsNone(string text) => Assert.Null(LinkCode.Of(text));

    [Fact]
    public void Code_WhenItIsTooLong_IsReadAsNone() => Assert.Null(LinkCode.Of($"r.YQ.{new string('a', LinkCode.LengthMax)}"));

    [Theory]
    [InlineData("YQ=="), InlineData("a+/b"), InlineData("YWI=")]
    public void Code_WhenItIsWrittenAndRead_IsTheSame(string token)
    {
        foreach (string provider in new[] { ResetTokens.ProviderName, InviteTokens.ProviderName })
        {
            LinkCode code = new(provider, "oidc:abc:한글", token);
            Assert.DoesNotMatch("[^A-Za-z0-9._-]", code.ToString());
            Assert.Equal(code, LinkCode.Of($" {code} "));
        }
    }
}
