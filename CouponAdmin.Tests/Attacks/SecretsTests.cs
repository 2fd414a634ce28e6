using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using CouponAdmin.Core.Seeding;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Accounts;
using CouponAdmin.Tests.ApiClients;
using CouponAdmin.Tests.Fixtures;
using Microsoft.AspNetCore.Routing;
using StackExchange.Redis;

namespace CouponAdmin.Tests.Attacks;

/// <summary>A whole sale with everything logged, and every address read by everybody: no key and no password of the installation is in any of it.</summary>
public sealed class SecretsTests
{
    private const string RedisPassword = "redis-hunter2-redis";
    private const string DatabasePassword = "database-hunter2-database";
    private const string CodeSecret = "code-secret-hunter2-code-secret-hunter2";
    private const string MailPassword = "mail-hunter2-mail-hunter2";
    private const string Mistyped = "mistyped-hunter2-mistyped";
    private const int AnswersMin = 150;

    private static readonly TestTokens Tokens = TestTokens.WithNewKey();

    [Fact]
    public async Task Secret_WhenEverythingIsReadAndLogged_IsNowhere()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using (ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString + ",allowAdmin=true"))
        {
            await connection.GetDatabase().ExecuteAsync("ACL", "SETUSER", "app", "on", ">" + RedisPassword, "~*", "&*", "+@all");
        }

        string previous = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        Dictionary<string, string> settings = new(StringComparer.Ordinal)
        {
            ["ConnectionStrings__Redis"] = $"{redis.ConnectionString},user=app,password={RedisPassword}",
            ["Database__Provider"] = "PostgreSql",
            ["ConnectionStrings__Database"] = await Databases.NewPostgreSqlAsync() + $";Password={DatabasePassword}",
            ["Issuance__CodeSecret"] = CodeSecret,
            ["Authentication__Jwt__SigningKey"] = Tokens.SigningKey,
            ["Authentication__Jwt__PreviousSigningKey"] = previous,
            ["Demo__Seed"] = "true",
            ["Logging__LogLevel__Default"] = "Debug",
            ["Logging__LogLevel__Microsoft.AspNetCore"] = "Debug",
            ["Logging__LogLevel__Microsoft.EntityFrameworkCore"] = "Debug",
            ["Logging__LogLevel__Quartz"] = "Debug",
        };
        await using MailServer mail = MailServer.Start(MailPassword);
        foreach ((string name, string value) in mail.Settings("https://coupons.example.com").Append(("Mail__User", "app")).Append(("Mail__Password", MailPassword)))
        {
            settings[name] = value;
        }

        ConcurrentQueue<string> log = [];
        await using AppProcess app = await AppProcess.StartAsync(settings, listener: log.Enqueue);
        await app.WaitUntilReadyAsync();

        string[] ofClient = await UseClientAsync(app);
        IReadOnlyList<string> read = await ReadEverythingAsync(app);
        string link = await ResetAsync(app, mail);
        await redis.KillAsync();
        await Eventually.HoldsAsync<Answer>(() => new SaleClient(app.Client).ClaimAsync("secrets", Tokens.Member("meanwhile")), answer => (int)answer.Status == 503);
        await app.TerminateAsync();

        Assert.InRange(read.Count, AnswersMin, int.MaxValue);
        Assert.Contains(log, line => line.Contains("dbug", StringComparison.Ordinal));
        Assert.Contains(log, line => line.Contains("INSERT INTO", StringComparison.Ordinal));
        foreach (string secret in new[] { RedisPassword, DatabasePassword, CodeSecret, Tokens.SigningKey, previous, MailPassword, link }.Concat(ofClient).SelectMany(Written))
        {
            Assert.DoesNotContain(read, text => text.Contains(secret, StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(log, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase));
        }

        // Who signed in, and who tried to, is written down; what they typed is not.
        Assert.Contains(log, line => line.Contains("was signed in from", StringComparison.Ordinal));
        Assert.Contains(log, line => line.Contains("failed (wrong) from", StringComparison.Ordinal));
        Assert.DoesNotContain(log, line => line.Contains(Mistyped, StringComparison.Ordinal));

        // The demo's password stands on the demo's own sign-in page; what people type must not be logged.
        Assert.DoesNotContain(log, line => line.Contains($"={DemoSeed.Password}", StringComparison.Ordinal));
    }

    // A client's secret, given in both ways and once with a slip, and the tokens that it led to.
    private static async Task<string[]> UseClientAsync(AppProcess app)
    {
        TestApiClient client = await TestApiClient.MakeAsync(app.Client, Tokens, "claims:write-for-members");
        string token = await client.TokenAsync();
        Dictionary<string, string> form = new(TestApiClient.Form(), StringComparer.Ordinal) { ["client_id"] = client.Id, ["client_secret"] = client.Secret };
        (await client.PostAsync(form)).Is(200);
        (await client.PostAsync(new Dictionary<string, string>(form, StringComparer.Ordinal) { ["client_secret"] = client.Secret + Mistyped })).Is(401);
        string member = (await new SaleClient(app.Client).PostAsync("/api/v1/member-tokens", token, new { member = "somebody" })).Is(200).String("accessToken");
        return [client.Secret, token, member];
    }

    // The token of a link that was mailed, opened and used.
    private static async Task<string> ResetAsync(AppProcess app, MailServer mail)
    {
        const string email = "forgets@example.com";
        using FormBrowser browser = new(app.Address);
        await browser.SendAsync("/register", "register", ("Form.Email", email), ("Form.Password", "a-quiet-river-at-9"));
        await browser.SendAsync("/forgot-password", "forgot-password", ("Form.Email", email));
        string code = MailServer.CodeIn(await mail.NextAsync(email, "Choose a new"));
        string page = (await browser.SendAsync("/reset-password", "reset-password", ("Form.Code", code), ("Form.Password", "a-loud-harbour-at-5"))).Text;
        Assert.Contains("The password is set", page, StringComparison.Ordinal);
        return code.Split('.')[^1];
    }

    // As it is, as bytes in base64 and as bytes in hexadecimal.
    private static IEnumerable<string> Written(string secret)
    {
        byte[] key = new byte[secret.Length];
        return Convert.TryFromBase64String(secret, key, out int length) && length >= 32
            ? [secret, Uri.EscapeDataString(secret), Convert.ToHexString(key[..length])]
            : [secret, Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)), Convert.ToHexString(Encoding.UTF8.GetBytes(secret))];
    }

    private static async Task<IReadOnlyList<string>> ReadEverythingAsync(AppProcess app)
    {
        SaleClient sale = new(app.Client);
        await sale.OpenAsync(SaleClient.Draft("secrets"), Tokens.Operator());
        (await sale.ClaimAsync("secrets", Tokens.Member("somebody"))).Is(202);
        string code = (await Eventually.HoldsAsync(() => sale.MineAsync("secrets", Tokens.Member("somebody")), mine => mine.Code.Length > 0)).Code;
        List<string> read = [];
        foreach (string token in new[] { Tokens.Member("somebody"), Tokens.Viewer(), Tokens.Create("till", "Cashier"), Tokens.Operator(), Tokens.Administrator() })
        {
            foreach (RouteEndpoint endpoint in (await AttackedProduct.SharedAsync()).Endpoints)
            {
                string path = MappedEndpoints.PathOf(endpoint).Replace("{slug}", "secrets", StringComparison.OrdinalIgnoreCase).Replace("{code}", code, StringComparison.Ordinal)
                    .Replace("{documentName}", "v1", StringComparison.Ordinal).Replace("{id:long}", "1", StringComparison.Ordinal).Replace("{number:int}", "1", StringComparison.Ordinal).Replace("{ticket:long}", "1", StringComparison.Ordinal);
                if (!path.Contains('{') && !path.EndsWith("/events", StringComparison.Ordinal))
                {
                    Answer answer = await sale.GetAsync(path, token);
                    read.Add($"{answer.Headers} {answer.Text}");
                }
            }
        }

        using FormBrowser browser = new(app.Address);
        read.Add((await browser.SendAsync("/sign-in", "sign-in", ("Form.Email", "operator@example.com"), ("Form.Password", Mistyped))).Text);
        read.Add((await browser.SendAsync("/sign-in", "sign-in", ("Form.Email", "nobody@example.com"), ("Form.Password", DemoSeed.Password))).Text);
        read.Add((await browser.SendAsync("/sign-in", "sign-in", ("Form.Email", "operator@example.com"), ("Form.Password", DemoSeed.Password))).Text);
        read.Add((await sale.PostAsync(SaleClient.Admin, Tokens.Operator(), "{\"slug\":")).Text);
        return read;
    }
}
