using System.Text;
using System.Text.RegularExpressions;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Fixtures;
using MimeKit;

namespace CouponAdmin.Tests.Accounts;

/// <summary>A forgotten password, from the form to the mail and back, with a mail server that listens.</summary>
public sealed partial class ForgottenPasswordTests : IClassFixture<ForgottenPasswordTests.House>
{
    private const string Old = "a-quiet-river-at-9";
    private const string New = "a-loud-harbour-at-5";
    private const string Ask = "/forgot-password";
    private const string Reset = "/reset-password";
    private const string Subject = "Choose a new";
    private readonly House _house;

    public ForgottenPasswordTests(House house) => _house = house;

    [Fact]
    public async Task Password_WhenForgotten_IsChosenOnceByTheLinkOfTheMail()
    {
        string email = await RegisterAsync();
        MimeMessage mail = await ForgetAsync(email);
        Assert.StartsWith($"{House.PublicAddress}{Reset}#", MailServer.LinkIn(mail), StringComparison.Ordinal);
        Assert.Contains("30 minutes", mail.TextBody, StringComparison.Ordinal);
        string code = MailServer.CodeIn(mail);

        // A password that breaks a rule uses nothing up.
        using FormBrowser browser = _house.NewBrowser();
        Assert.Contains("At least 10", (await ChooseAsync(browser, code, "short")).Text, StringComparison.Ordinal);
        Assert.Contains("too common", (await ChooseAsync(browser, code, "password123")).Text, StringComparison.Ordinal);
        Assert.Contains("The password is set", (await ChooseAsync(browser, code, New)).Text, StringComparison.Ordinal);
        Assert.Contains("used already", (await ChooseAsync(browser, code, "another-harbour-at-6")).Text, StringComparison.Ordinal);

        Assert.Equal("/sign-in", await SignInAsync(email, Old));
        Assert.Equal("/", await SignInAsync(email, New));
        await _house.Mail.NextAsync(email, "password was changed");
        string audit = await AuditAsync(email);
        Assert.Equal("choose-password", Assert.Single(audit.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..]).Split(',')[5]);
        Assert.DoesNotContain(code, audit, StringComparison.Ordinal);
        Assert.DoesNotContain(code, _house.Product.App.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_WhenTheAddressIsUnknown_IsTheSameAndNoMailGoesOut()
    {
        string email = await RegisterAsync();
        string unknown = $"{SaleClient.FreshSlug("nobody")}@example.com";
        using FormBrowser browser = _house.NewBrowser();
        string toUnknown = (await browser.SendAsync(Ask, "forgot-password", ("Form.Email", unknown))).Text;
        string toKnown = (await browser.SendAsync(Ask, "forgot-password", ("Form.Email", email))).Text;

        Assert.Contains("If there is an account", toKnown, StringComparison.Ordinal);
        Assert.Equal(Sealed().Replace(toKnown, ""), Sealed().Replace(toUnknown, ""));

        // Both were asked for in this order, and one sends them: the second's mail shows that the first had none.
        await _house.Mail.NextAsync(email, Subject);
        Assert.DoesNotContain(_house.Mail.Taken, mail => mail.To.Mailboxes.Single().Address == unknown);
        Assert.Contains("check the email address", (await browser.SendAsync(Ask, "forgot-password", ("Form.Email", "none"))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_WhenTheRequestNamesAnotherHost_LeadsToTheConfiguredAddress()
    {
        string email = await RegisterAsync();
        using FormBrowser browser = new(_house.Product.App.Address, host: "evil.example");
        await browser.SendAsync(Ask, "forgot-password", ("Form.Email", email));

        MimeMessage mail = await _house.Mail.NextAsync(email, Subject);

        Assert.StartsWith(House.PublicAddress, MailServer.LinkIn(mail), StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", mail.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_WhenThePersonReadsKorean_IsKorean()
    {
        string email = await RegisterAsync();
        using FormBrowser browser = new(_house.Product.App.Address, language: "ko");
        await browser.SendAsync(Ask, "forgot-password", ("Form.Email", email));
        MimeMessage mail = await _house.Mail.NextAsync(email, "비밀번호 다시 정하기");
        Assert.Contains("한 번만 쓸 수 있습니다", mail.HtmlBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_WhenItIsMadeUpOrAnothers_IsRefused()
    {
        string mine = MailServer.CodeIn(await ForgetAsync(await RegisterAsync()));
        string theirs = MailServer.CodeIn(await ForgetAsync(await RegisterAsync()));
        string confirmation = MailServer.CodeIn(_house.Mail.Taken.First(mail => mail.Subject!.Contains("Confirm", StringComparison.Ordinal)));
        string mixed = string.Join('.', "r", theirs.Split('.')[1], mine.Split('.')[2]);
        string longer = "i" + mine[1..];
        using FormBrowser browser = _house.NewBrowser();
        foreach (string code in new[] { mixed, longer, confirmation, mine[..^4], "nonsense", "" })
        {
            Assert.Contains("too old, or was used", (await ChooseAsync(browser, code, New)).Text, StringComparison.Ordinal);
        }

        Assert.Contains("The password is set", (await ChooseAsync(browser, mine, New)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_WhenItIsUsedTwiceAtOnce_SetsOnePassword()
    {
        string email = await RegisterAsync();
        string code = MailServer.CodeIn(await ForgetAsync(email));
        string[] words = ["a-first-harbour-at-1", "a-second-harbour-at-2", "a-third-harbour-at-3"];
        FormBrowser[] browsers = [.. words.Select(_ => _house.NewBrowser())];

        (string Path, string Text)[] answers = await Task.WhenAll(words.Select((word, i) => ChooseAsync(browsers[i], code, word)));

        int winner = Array.FindIndex(answers, answer => answer.Text.Contains("The password is set", StringComparison.Ordinal));
        Assert.Single(answers, answer => answer.Text.Contains("The password is set", StringComparison.Ordinal));
        Assert.Equal("/", await SignInAsync(email, words[winner]));
        Array.ForEach(browsers, browser => browser.Dispose());
    }

    [Fact]
    public async Task Sessions_WhenThePasswordIsReset_End()
    {
        using FormBrowser desk = _house.NewBrowser();
        Assert.Equal("/admin", (await desk.SendAsync("/sign-in?returnUrl=/admin", "sign-in", ("Form.Email", House.AdministratorEmail), ("Form.Password", Old))).Path);
        Assert.Equal("/admin/users", (await desk.OpenAsync("/admin/users")).Path);
        using FormBrowser browser = _house.NewBrowser();

        await ChooseAsync(browser, MailServer.CodeIn(await ForgetAsync(House.AdministratorEmail)), Old + "x");

        await Eventually.HoldsAsync(async () => (await desk.OpenAsync("/admin/users")).Path, path => path == "/sign-in");
    }

    [Fact]
    public async Task SecondStep_WhenThePasswordIsReset_IsStillAskedFor()
    {
        string email = $"{SaleClient.FreshSlug("totp")}@example.com";
        using FormBrowser home = _house.NewBrowser();
        await home.SendAsync("/register", "register", ("Form.Email", email), ("Form.Password", Old));
        await home.SendAsync("/my/two-factor", "second-step-begin");
        byte[] key = SecondStepTests.KeyIn((await home.OpenAsync("/my/two-factor")).Text);
        Assert.Contains("Recovery codes", (await home.SendAsync(
            "/my/two-factor", "second-step-on", ("On.Code", SecondStepTests.CodeOf(key, 0)), ("On.Password", Old))).Text, StringComparison.Ordinal);

        using FormBrowser browser = _house.NewBrowser();
        await ChooseAsync(browser, MailServer.CodeIn(await ForgetAsync(email)), New);

        Assert.Equal("/sign-in/code", await SignInAsync(email, New));
    }

    [Fact]
    public async Task Address_WhenItIsConfirmed_IsSoAfterAPressAndNotBefore()
    {
        string email = await RegisterAsync();
        MimeMessage mail = await _house.Mail.NextAsync(email, "Confirm");
        Assert.Contains("Coupons can be claimed without it", mail.TextBody, StringComparison.Ordinal);
        using FormBrowser browser = _house.NewBrowser();
        Assert.Contains("too old, or of another", (await ConfirmAsync(browser, "nonsense")).Text, StringComparison.Ordinal);
        await browser.OpenAsync("/confirm-address");
        Assert.False(await _house.IsConfirmedAsync(email));

        Assert.Contains("The address is confirmed", (await ConfirmAsync(browser, MailServer.CodeIn(mail))).Text, StringComparison.Ordinal);
        Assert.True(await _house.IsConfirmedAsync(email));
    }

    [Fact]
    public async Task Asks_WhenThereAreTooMany_AreTurnedAwayBySourceAndTheSystemPageTellsOfTheServer()
    {
        await using RunningProduct product = await RunningProduct.StartAsync(
            Setup.Embedded, ("Mail__Host", "127.0.0.1"), ("Mail__Port", $"{LoopbackPorts.Take()}"), ("Mail__Security", "None"), ("Mail__From", "no-reply@example.com"),
            ("Mail__PublicAddress", House.PublicAddress), ("Mail__AsksPerSourcePerHour", "2"), ("SetUp__AdministratorEmail", "boss@example.com"), ("SetUp__AdministratorPassword", Old));
        using FormBrowser browser = new(product.App.Address);
        Assert.Contains("If there is an account", (await browser.SendAsync(Ask, "forgot-password", ("Form.Email", "boss@example.com"))).Text, StringComparison.Ordinal);
        await browser.SendAsync(Ask, "forgot-password", ("Form.Email", "a@example.com"));
        Assert.Contains("Try again in an hour", (await browser.SendAsync(Ask, "forgot-password", ("Form.Email", "b@example.com"))).Text, StringComparison.Ordinal);

        // Registering goes on; only its mail is left out.
        using FormBrowser newcomer = new(product.App.Address);
        Assert.Equal("/", (await newcomer.SendAsync("/register", "register", ("Form.Email", "new@example.com"), ("Form.Password", Old))).Path);
        await browser.SendAsync("/sign-in", "sign-in", ("Form.Email", "boss@example.com"), ("Form.Password", Old));
        await Eventually.HoldsAsync(async () => (await browser.OpenAsync("/admin/system")).Text, text => text.Contains("the mail server can't be reached", StringComparison.Ordinal));
        Assert.DoesNotContain("boss@example.com", product.App.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_WhenNoMailServerIsSet_SaysWhomToAsk()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        using FormBrowser browser = new(product.App.Address);
        string page = (await browser.OpenAsync(Ask)).Text;
        Assert.Contains("Ask an administrator", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Form.Email", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"{Ask}\"", (await browser.OpenAsync("/sign-in")).Text, StringComparison.Ordinal);
    }

    [Theory, InlineData(Ask, "forgot-password"), InlineData(Reset, "reset-password"), InlineData("/confirm-address", "confirm-address")]
    public async Task Form_WhenItsTokenNoLongerFits_ComesBackWithASentence(string page, string form)
    {
        // Without the cookie that belongs to the token, as after clearing them.
        using FormBrowser first = _house.NewBrowser();
        string token = FormBrowser.TokenIn((await first.OpenAsync(page)).Text);
        using FormUrlEncodedContent content = new([new("_handler", form), new("__RequestVerificationToken", token), new("Form.Email", "a@example.com"), new("Form.Code", "c")]);
        using HttpRequestMessage request = new(HttpMethod.Post, page) { Content = content, Headers = { { "Accept-Language", "en" } } };
        using HttpResponseMessage answer = await _house.Product.App.Client.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();

        Assert.NotEqual("", token);
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Contains("The form no longer fitted", text, StringComparison.Ordinal);
        Assert.NotEqual("", FormBrowser.TokenIn(text));
    }

    private async Task<string> RegisterAsync()
    {
        string email = $"{SaleClient.FreshSlug("forgets")}@example.com";
        using FormBrowser browser = _house.NewBrowser();
        Assert.Equal("/", (await browser.SendAsync("/register", "register", ("Form.Email", email), ("Form.Password", Old))).Path);
        return email;
    }

    private async Task<MimeMessage> ForgetAsync(string email)
    {
        using FormBrowser browser = _house.NewBrowser();
        await browser.SendAsync(Ask, "forgot-password", ("Form.Email", email));
        return await _house.Mail.NextAsync(email, Subject);
    }

    private async Task<string> SignInAsync(string email, string password)
    {
        using FormBrowser browser = _house.NewBrowser();
        return (await browser.SendAsync("/sign-in", "sign-in", ("Form.Email", email), ("Form.Password", password))).Path;
    }

    private async Task<string> AuditAsync(string subject) => Encoding.UTF8.GetString(
        await _house.Product.Sale.DownloadAsync($"/api/v1/admin/audit.csv?subject={Uri.EscapeDataString(subject)}", _house.Product.Tokens.Viewer()));

    private static Task<(string Path, string Text)> ChooseAsync(FormBrowser browser, string code, string password) =>
        browser.SendAsync(Reset, "reset-password", ("Form.Code", code), ("Form.Password", password));

    private static Task<(string Path, string Text)> ConfirmAsync(FormBrowser browser, string code) =>
        browser.SendAsync("/confirm-address", "confirm-address", ("Form.Code", code));

    // What the key ring has sealed is another text each time.
    [GeneratedRegex("CfDJ8[A-Za-z0-9_+/=-]+", RegexOptions.NonBacktracking)]
    private static partial Regex Sealed();

    /// <summary>One instance with a mail server for all of these.</summary>
    public sealed class House : IAsyncLifetime
    {
        internal const string PublicAddress = "https://coupons.example.com";
        internal const string AdministratorEmail = "boss@example.com";

        internal MailServer Mail { get; } = MailServer.Start();

        internal RunningProduct Product { get; private set; } = null!;

        public async Task InitializeAsync() => Product = await RunningProduct.StartAsync(
            Setup.Embedded, [.. Mail.Settings(PublicAddress), ("SetUp__AdministratorEmail", AdministratorEmail), ("SetUp__AdministratorPassword", Old)]);

        public async Task DisposeAsync()
        {
            await Product.DisposeAsync();
            await Mail.DisposeAsync();
        }

        internal FormBrowser NewBrowser() => new(Product.App.Address);

        internal async Task<bool> IsConfirmedAsync(string email)
        {
            await using Microsoft.Data.Sqlite.SqliteConnection database = new($"Data Source={Path.Combine(Product.App.DataDirectory, "couponadmin.db")};Mode=ReadOnly;Pooling=False");
            await database.OpenAsync();
            await using Microsoft.Data.Sqlite.SqliteCommand ask = database.CreateCommand();
            ask.CommandText = "SELECT EmailConfirmed FROM AspNetUsers WHERE Email = $email";
            ask.Parameters.AddWithValue("$email", email);
            return (long)(await ask.ExecuteScalarAsync())! == 1;
        }
    }
}
