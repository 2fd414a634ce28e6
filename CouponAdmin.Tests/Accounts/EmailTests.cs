using System.Text;
using CouponAdmin.Tests.Acceptance;

namespace CouponAdmin.Tests.Accounts;

/// <summary>Addresses as people really have them register and sign in; what is no address is told in words, whatever the database would have said.</summary>
public sealed class EmailTests : IClassFixture<EmailTests.House>
{
    private const string Password = "a-quiet-river-at-9";
    private readonly House _house;

    public EmailTests(House house) => _house = house;

    [Theory]
    [InlineData("o'brien{0}@example.com"), InlineData("a&b{0}@example.com"), InlineData("x!#$%*/=?^_`{{|}}~-{0}@example.com"), InlineData("with+tag{0}@example.com")]
    [InlineData("한글{0}@example.com"), InlineData("müller{0}@example.com"), InlineData("kim{0}@한글.example"), InlineData("用户{0}@例え.example")]
    public async Task Email_WhenItIsSomebodys_RegistersAndSignsIn(string pattern)
    {
        string email = EmailOf(pattern);
        using FormBrowser browser = _house.NewBrowser();
        Assert.Equal("/", (await RegisterAsync(browser, email)).Path);
        Assert.Equal("/my/coupons", (await browser.OpenAsync("/my/coupons")).Path);

        using FormBrowser away = _house.NewBrowser();
        Assert.Equal("/", (await SignInAsync(away, email)).Path);
    }

    [Fact]
    public async Task Email_WhenItIsWrittenAnotherWay_IsTheSameAccount()
    {
        string email = EmailOf("Müller{0}@한글.example");
        using FormBrowser browser = _house.NewBrowser();
        await RegisterAsync(browser, email);

        // A Mac types letters and accents apart; a browser may send a name of a host in its letters for the wire.
        string[] others = [email.Normalize(NormalizationForm.FormD), email.ToUpperInvariant(), email.Replace("한글", "xn--bj0bj06e", StringComparison.Ordinal)];
        foreach (string other in others)
        {
            using FormBrowser away = _house.NewBrowser();
            Assert.Equal("/", (await SignInAsync(away, other)).Path);
            using FormBrowser newcomer = _house.NewBrowser();
            Assert.Contains("can't be used", (await RegisterAsync(newcomer, other)).Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("no-at{0}"), InlineData("two@at{0}@example.com"), InlineData("white space{0}@example.com"), InlineData("a,b{0}@example.com"), InlineData("Kim <kim{0}@example.com>")]
    [InlineData("bell\a{0}@example.com"), InlineData("line\n{0}@example.com"), InlineData("turned\u202e{0}@example.com"), InlineData("kim{0}@exa mple.com"), InlineData("kim{0}@")]
    [InlineData("quoted\"{0}@example.com")]
    public async Task Email_WhenItIsNone_IsToldInWordsAtBothDoors(string pattern)
    {
        string email = EmailOf(pattern);
        using FormBrowser browser = _house.NewBrowser();
        Assert.Contains("check the email address", (await RegisterAsync(browser, email)).Text, StringComparison.Ordinal);
        Assert.Contains("is not right", (await SignInAsync(browser, email)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('m'), InlineData('\u0958')]
    public async Task Email_WhenItIsTooLong_IsToldInWordsAtBothDoors(char letter)
    {
        // U+0958 is taken apart when it is normalised: twice as long as it was typed.
        string email = new string(letter, letter == 'm' ? 250 : 200) + EmailOf("{0}@example.com");
        using FormBrowser browser = _house.NewBrowser();
        Assert.Contains("check the email address", (await RegisterAsync(browser, email)).Text, StringComparison.Ordinal);
        Assert.Contains("is not right", (await SignInAsync(browser, email)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Email_WhenItIsAsLongAsMayBe_Registers()
    {
        string tail = EmailOf("{0}@example.com");
        using FormBrowser browser = _house.NewBrowser();
        Assert.Equal("/", (await RegisterAsync(browser, new string('ü', 256 - tail.Length) + tail)).Path);
    }

    private static string EmailOf(string pattern) => string.Format(null, pattern, SaleClient.FreshSlug("e"));

    private static Task<(string Path, string Text)> RegisterAsync(FormBrowser browser, string email) =>
        browser.SendAsync("/register", "register", ("Form.Email", email), ("Form.Password", Password));

    private static Task<(string Path, string Text)> SignInAsync(FormBrowser browser, string email) =>
        browser.SendAsync("/sign-in", "sign-in", ("Form.Email", email), ("Form.Password", Password));

    /// <summary>A database that counts letters and refuses U+0000: SQLite would take both.</summary>
    public sealed class House : IAsyncLifetime
    {
        internal RunningProduct Product { get; private set; } = null!;

        public async Task InitializeAsync() => Product = await RunningProduct.StartAsync(Setup.RedisAndPostgreSql);

        public async Task DisposeAsync() => await Product.DisposeAsync();

        internal FormBrowser NewBrowser() => new(Product.App.Address);
    }
}
