using CouponAdmin.Core.Database;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Acceptance;

/// <summary>What a person's browser gets when a page can't be answered: words and a way on, in their language, never an empty screen or a program's answer.</summary>
public sealed class TroublePageTests
{
    private const int RequestsPerSecond = 10;

    [Fact]
    public async Task Page_WhenTheDatabaseIsAwayOrTheAddressAsksTooOften_SaysSoAndLooksAgainByItself()
    {
        await using PostgreSqlServer database = await PostgreSqlServer.StartAsync(fsync: false);
        string connection = await database.CreateDatabaseAsync();
        await Databases.MigrateAsync(new DatabaseOptions { Provider = DatabaseProvider.PostgreSql, ConnectionString = connection });
        Dictionary<string, string> settings = new(StringComparer.Ordinal)
        {
            ["Database__Provider"] = "PostgreSql",
            ["ConnectionStrings__Database"] = connection,
            ["Store__Embedded"] = "true",
            ["Limits__RequestsPerAddressPerSecond"] = $"{RequestsPerSecond}",
        };
        await using AppProcess app = await AppProcess.StartReadyAsync(settings);
        await database.CrashAsync();

        (int status, string page, bool saysWhen) = await Eventually.HoldsAsync(() => LookAsync(app, "/c/spring-drop", "ko"), look => look.Status == 503);
        Assert.Contains("소진되었다는 뜻은 아닙니다", page, StringComparison.Ordinal);
        Assert.Contains("http-equiv=\"refresh\"", page, StringComparison.Ordinal);
        Assert.Contains("<link rel=\"stylesheet\" href=\"/css/member", page, StringComparison.Ordinal);
        Assert.True(saysWhen, $"{status} without Retry-After");

        // The same address as a program asks: problem details.
        (int Status, string Text, bool SaysWhen) program = await Eventually.HoldsAsync(
            () => LookAsync(app, "/api/v1/campaigns/spring-drop", "ko", accept: "application/json"), look => look.Status == 503);
        Assert.Contains("\"code\":\"store-unavailable\"", program.Text, StringComparison.Ordinal);

        var burst = await Eventually.HoldsAsync(
            () => Task.WhenAll(Enumerable.Range(0, 3 * RequestsPerSecond).Select(_ => LookAsync(app, "/sign-in", "en"))),
            looks => Array.Exists(looks, look => look.Status == 429));
        (int Status, string Text, bool SaysWhen) limited = Array.Find(burst, look => look.Status == 429);
        Assert.Contains("Very many are here", limited.Text, StringComparison.Ordinal);
        Assert.Contains("href=\"/sign-in\"", limited.Text, StringComparison.Ordinal);
        Assert.True(limited.SaysWhen);
    }

    private static async Task<(int Status, string Text, bool SaysWhen)> LookAsync(AppProcess app, string path, string language, string accept = "text/html")
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Add("Accept", accept);
        request.Headers.Add("Accept-Language", language);
        using HttpResponseMessage answer = await app.Client.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
    }
}
