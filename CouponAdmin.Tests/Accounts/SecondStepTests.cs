using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CouponAdmin.Tests.Acceptance;

namespace CouponAdmin.Tests.Accounts;

/// <summary>The second step at sign-in, from enrolment to a lost telephone, with an authenticator app of the tests' own (RFC 6238).</summary>
public sealed partial class SecondStepTests
{
    private const string Page = "/my/two-factor";
    private const string Password = "a-quiet-river-at-9";

    [Fact]
    public async Task SecondStep_WhenItIsOn_AsksForACodeOnceAndTakesNoneTwice()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string email = $"{SaleClient.FreshSlug("totp")}@example.com";
        using FormBrowser home = new(product.App.Address);
        await home.SendAsync("/register", "register", ("Form.Email", email), ("Form.Password", Password));

        // The key alone changes nothing, nor does a code without the password.
        await home.SendAsync(Page, "second-step-begin");
        byte[] key = KeyIn((await home.OpenAsync(Page)).Text);
        Assert.DoesNotContain("Recovery codes", (await home.SendAsync(Page, "second-step-on", ("On.Code", CodeOf(key, 0)), ("On.Password", "wrong"))).Text, StringComparison.Ordinal);
        Assert.Contains("The code is not right", (await home.SendAsync(Page, "second-step-on", ("On.Code", "000000"), ("On.Password", Password))).Text, StringComparison.Ordinal);
        string used = CodeOf(key, 0);
        string[] recovery = [.. RecoveryCode().Matches((await home.SendAsync(Page, "second-step-on", ("On.Code", used), ("On.Password", Password))).Text).Select(m => m.Groups["code"].Value)];
        Assert.Equal(10, recovery.Length);
        (string path, string text) = await home.OpenAsync(Page);
        Assert.Equal(Page, path);
        Assert.DoesNotContain(recovery[0], text, StringComparison.Ordinal);

        using FormBrowser away = new(product.App.Address);
        Assert.Equal("/sign-in", (await away.OpenAsync("/sign-in/code")).Path);
        Assert.Equal("/sign-in/code", (await SignInAsync(away, email)).Path);
        Assert.Equal("/sign-in", (await away.OpenAsync("/my/coupons")).Path);
        Assert.Contains("used already", (await away.SendAsync("/sign-in/code", "code", ("Form.Code", used))).Text, StringComparison.Ordinal);
        Assert.Equal("/", (await away.SendAsync("/sign-in/code", "code", ("Form.Code", CodeOf(key, 1)))).Path);
        Assert.Equal("/my/coupons", (await away.OpenAsync("/my/coupons")).Path);

        // A lost telephone: each recovery code is good once, and its use is written down.
        foreach ((string code, string leads) in new[] { (recovery[0], "/"), (recovery[0], "/sign-in/code") })
        {
            using FormBrowser lost = new(product.App.Address);
            await SignInAsync(lost, email);
            Assert.Equal(leads, (await lost.SendAsync("/sign-in/code", "recovery", ("Recovery.Code", code))).Path);
        }

        Assert.Contains("Turn it on", (await OffAsync(home)).Text, StringComparison.Ordinal);
        using FormBrowser plain = new(product.App.Address);
        Assert.Equal("/", (await SignInAsync(plain, email)).Path);
        string audit = Encoding.UTF8.GetString(await product.Sale.DownloadAsync($"/api/v1/admin/audit.csv?subject={Uri.EscapeDataString(email)}", product.Tokens.Viewer()));
        Assert.Equal(
            ["turn-on-second-step", "use-recovery-code", "turn-off-second-step"],
            audit.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..].Select(line => line.Split(',')[5]));
        Assert.DoesNotContain(recovery[0], audit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecondStep_WhenCodesAreGuessed_LocksAfterFew()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string email = $"{SaleClient.FreshSlug("guess")}@example.com";
        using FormBrowser home = new(product.App.Address);
        await home.SendAsync("/register", "register", ("Form.Email", email), ("Form.Password", Password));
        await home.SendAsync(Page, "second-step-begin");
        byte[] key = KeyIn((await home.OpenAsync(Page)).Text);
        await home.SendAsync(Page, "second-step-on", ("On.Code", CodeOf(key, -1)), ("On.Password", Password));
        using FormBrowser thief = new(product.App.Address);
        await SignInAsync(thief, email);
        string text = "";
        for (int i = 0; i < 5; i++)
        {
            text = (await thief.SendAsync("/sign-in/code", "code", ("Form.Code", $"00000{i}"))).Text;
        }

        Assert.Contains("several wrong tries", text, StringComparison.Ordinal);
        Assert.Contains("several wrong tries", (await thief.SendAsync("/sign-in/code", "code", ("Form.Code", CodeOf(key, 0)))).Text, StringComparison.Ordinal);
    }

    private static Task<(string Path, string Text)> SignInAsync(FormBrowser browser, string email) =>
        browser.SendAsync("/sign-in", "sign-in", ("Form.Email", email), ("Form.Password", Password));

    private static async Task<(string Path, string Text)> OffAsync(FormBrowser browser)
    {
        Assert.Contains("The password is not right", (await browser.SendAsync(Page, "second-step-off", ("Off.Password", "wrong"))).Text, StringComparison.Ordinal);
        await browser.SendAsync(Page, "second-step-off", ("Off.Password", Password));
        return await browser.OpenAsync(Page);
    }

    internal static byte[] KeyIn(string page)
    {
        const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
        string letters = ShownKey().Match(page).Groups["key"].Value.Replace(" ", "", StringComparison.Ordinal);
        Assert.Equal(32, letters.Length);
        string bits = string.Concat(letters.Select(letter => Convert.ToString(Alphabet.IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(8 * i, 8), 2))];
    }

    /// <param name="key">The shared key.</param>
    /// <param name="steps">Thirty seconds each, from now: the product takes two before and after.</param>
    [SuppressMessage("Security", "CA5350", Justification = "RFC 6238 as authenticator apps speak it.")]
    internal static string CodeOf(byte[] key, int steps)
    {
        byte[] counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30) + steps);
        byte[] hash = HMACSHA1.HashData(key, counter);
        int code = (BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue) % 1_000_000;
        return code.ToString("D6", CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("<code class=\"enrol-key\">(?<key>[a-z2-7 ]+)</code>", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ShownKey();

    [GeneratedRegex("<li><code>(?<code>[^<]+)</code></li>", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex RecoveryCode();
}
