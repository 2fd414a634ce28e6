using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using CouponAdmin.Core.Results;
using CouponAdmin.Tests.Fixtures;

namespace CouponAdmin.Tests.Acceptance;

/// <summary>A whole sale from outside, against the running product: who may, the rush, the result, top-up, the end.</summary>
public sealed class FirstSaleTests
{
    private const int Quantity = 50;
    private const int Members = 200;
    private const int Crowd = 32;

    [Theory, InlineData(Setup.Embedded), InlineData(Setup.RedisAndPostgreSql)]
    public async Task Product_WhenAWholeSaleRuns_KeepsItsInterface(Setup setup)
    {
        // An empty folder: the very first start, with the schema to be made.
        using TestDirectory folder = new("first-sale");
        await using RunningProduct product = await RunningProduct.StartAsync(setup, ("DataDirectory", folder.Path));
        string admin = product.Tokens.Administrator();
        await RefusesWhoMayNotAsync(product);
        await RefusesWrongInputAsync(product, admin);

        await product.Sale.OpenAsync(SaleClient.Draft("sale", Quantity), admin);
        Assert.Equal(HttpStatusCode.Conflict, (await product.Sale.PostAsync(SaleClient.Admin, admin, SaleClient.Draft("sale"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await product.Sale.PostAsync($"{SaleClient.Admin}/sale/warm", admin)).Status);
        await product.Sale.OpenAsync(SaleClient.Draft("later", opens: TimeSpan.FromHours(1), closes: TimeSpan.FromHours(2)), admin);
        await product.Sale.OpenAsync(SaleClient.Draft("brief", opens: TimeSpan.FromHours(-1), closes: TimeSpan.FromSeconds(6)), admin);
        await AnswersBeforeTheRushAsync(product);

        IReadOnlyList<Asked> history = await RushAsync(product);
        Asked[] winners = [.. history.Where(a => a.Answer.Status == HttpStatusCode.Accepted)];
        string[] losers = [.. history.Where(a => a.Answer is { Status: HttpStatusCode.Conflict, Code: "sold-out" }).Select(a => a.Member)];
        Assert.Equal((Quantity, Members - Quantity), (winners.Length, losers.Length));
        AssertInOrder(winners);
        await AnswersTheSameAgainAsync(product, winners, losers);

        IReadOnlyDictionary<string, string> codes = await TellsEveryWinnerAsync(product, winners);
        await StreamsTheResultAsync(product, winners[0].Member);
        await AddsUpAsync(product);
        await ExportsAsync(product, winners, codes);
        await PausesAndTopsUpAsync(product, admin, losers);
        await EndsAsync(product, admin);
    }

    private sealed record Asked(string Member, long Sent, long Received, Answer Answer)
    {
        public long Ticket => Answer.Number("ticket");
    }

    private static async Task RefusesWhoMayNotAsync(RunningProduct product)
    {
        Dictionary<string, object?> draft = SaleClient.Draft("nobody");
        Assert.Equal(HttpStatusCode.Unauthorized, (await product.Sale.PostAsync(SaleClient.Admin, null, draft)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await product.Sale.PostAsync(SaleClient.Admin, product.Tokens.Viewer(), draft)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await product.Sale.PostAsync(SaleClient.Admin, product.Tokens.Member("m"), draft)).Status);
    }

    private static async Task RefusesWrongInputAsync(RunningProduct product, string admin)
    {
        (string Field, object? Value)[] wrong =
        [
            ("quantity", 0), ("quantity", -5), ("quantity", "many"), ("slug", "No Good!"), ("name", ""),
            ("closesAt", TimeProvider.System.GetUtcNow().AddDays(-1)), ("couponValidDays", null), ("benefit", new { kind = "amount", value = 5 }),
        ];
        foreach ((string field, object? value) in wrong)
        {
            Answer answer = await product.Sale.PostAsync(SaleClient.Admin, admin, SaleClient.Draft("wrong", changes: (field, value)));
            Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{field}: {answer}");
            Assert.Contains(field, answer.Json.GetProperty("errors").GetRawText(), StringComparison.OrdinalIgnoreCase);
        }
    }

    private static async Task AnswersBeforeTheRushAsync(RunningProduct product)
    {
        Answer early = await product.Sale.ClaimAsync("later", product.Tokens.Member("early"));
        Assert.Equal((HttpStatusCode.Conflict, "not-open-yet"), (early.Status, early.Code));
        Assert.NotEqual("", early.String("opensAt"));
        Answer lost = await product.Sale.ClaimAsync("nowhere", product.Tokens.Member("lost"));
        Assert.Equal((HttpStatusCode.NotFound, "unknown-campaign"), (lost.Status, lost.Code));
        Assert.Equal(HttpStatusCode.Unauthorized, (await product.Sale.PostAsync("/api/v1/campaigns/sale/claims")).Status);
        Answer nobody = await product.Sale.MineAsync("sale", product.Tokens.Member("nobody"));
        Assert.Equal((HttpStatusCode.NotFound, "not-claimed"), (nobody.Status, nobody.Code));
    }

    private static async Task<IReadOnlyList<Asked>> RushAsync(RunningProduct product)
    {
        string[] members = [.. Enumerable.Range(0, Members).Select(i => string.Create(CultureInfo.InvariantCulture, $"member-{i}"))];
        List<Asked> history = [];
        await Parallel.ForEachAsync(members, new ParallelOptions { MaxDegreeOfParallelism = Crowd }, async (member, _) =>
        {
            long sent = TimeProvider.System.GetTimestamp();
            Answer answer = await product.Sale.ClaimAsync("sale", product.Tokens.Member(member));
            lock (history)
            {
                history.Add(new Asked(member, sent, TimeProvider.System.GetTimestamp(), answer));
            }
        });
        return history;
    }

    // Promise P7: whose answer came before another's question was sent has the lower ticket.
    private static void AssertInOrder(Asked[] winners)
    {
        Assert.Equal(winners.Length, winners.Select(w => w.Ticket).Distinct().Count());
        Assert.DoesNotContain(winners, a => Array.Exists(winners, b => b.Sent > a.Received && b.Ticket < a.Ticket));
    }

    private static async Task AnswersTheSameAgainAsync(RunningProduct product, Asked[] winners, string[] losers)
    {
        foreach (Asked winner in winners.Take(10))
        {
            Answer again = await product.Sale.ClaimAsync("sale", product.Tokens.Member(winner.Member));
            Assert.Equal((HttpStatusCode.OK, winner.Ticket), (again.Status, again.Number("ticket")));
        }

        foreach (string loser in losers.Take(5))
        {
            Answer again = await product.Sale.ClaimAsync("sale", product.Tokens.Member(loser));
            Assert.Equal((HttpStatusCode.Conflict, "sold-out"), (again.Status, again.Code));
        }
    }

    private static async Task<IReadOnlyDictionary<string, string>> TellsEveryWinnerAsync(RunningProduct product, Asked[] winners)
    {
        Dictionary<string, string> codes = new(StringComparer.Ordinal);
        foreach (Asked winner in winners)
        {
            Answer issued = await Eventually.HoldsAsync(
                () => product.Sale.MineAsync("sale", product.Tokens.Member(winner.Member)), answer => answer.String("status") == "issued");
            codes[winner.Member] = issued.Code;
        }

        Assert.Equal(winners.Length, codes.Values.Distinct(StringComparer.Ordinal).Count());
        Assert.All(codes.Values, code => Assert.Matches("^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$", code));
        return codes;
    }

    private static async Task StreamsTheResultAsync(RunningProduct product, string member)
    {
        Answer events = await product.Sale.GetAsync("/api/v1/campaigns/sale/claims/me/events", product.Tokens.Member(member));
        Assert.Equal("text/event-stream", events.ContentType);
        Assert.Contains("event: claim", events.Text, StringComparison.Ordinal);
        Assert.Contains("\"issued\"", events.Text, StringComparison.Ordinal);
    }

    private static async Task AddsUpAsync(RunningProduct product)
    {
        (string Name, long Value)[] wanted = [("quantity", Quantity), ("admitted", Quantity), ("issued", Quantity), ("queueDepth", 0), ("remaining", 0)];
        await Eventually.HoldsAsync(
            () => product.Sale.GetAsync($"{SaleClient.Admin}/sale/stats", product.Tokens.Viewer()),
            answer => answer.Status == HttpStatusCode.OK && Array.TrueForAll(wanted, w => answer.Number(w.Name) == w.Value));
    }

    private static async Task ExportsAsync(RunningProduct product, Asked[] winners, IReadOnlyDictionary<string, string> codes)
    {
        const string Path = $"{SaleClient.Admin}/sale/issuances.csv";
        Assert.Equal(HttpStatusCode.Forbidden, (await product.Sale.GetAsync(Path, product.Tokens.Member("member-0"))).Status);
        using HttpRequestMessage request = new(HttpMethod.Get, Path);
        request.Headers.Authorization = new("Bearer", product.Tokens.Viewer());
        using HttpResponseMessage response = await product.App.Client.SendAsync(request);
        byte[] file = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(Encoding.UTF8.GetPreamble(), file[..3]);

        string[][] rows = [.. Encoding.UTF8.GetString(file[3..]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(','))];
        Assert.Equal(["number", "member", "code", "ticket", "claimedAt", "issuedAt", "status", "redeemedAt"], rows[0]);
        Assert.Equal(Enumerable.Range(1, Quantity), rows[1..].Select(r => int.Parse(r[0], CultureInfo.InvariantCulture)));
        Assert.Equal(winners.Select(w => w.Ticket).Order(), rows[1..].Select(r => long.Parse(SpreadsheetCell.Unguard(r[3]), CultureInfo.InvariantCulture)));
        Assert.Equal(codes.OrderBy(c => c.Key, StringComparer.Ordinal), rows[1..].ToDictionary(r => r[1], r => r[2]).OrderBy(c => c.Key, StringComparer.Ordinal));
    }

    private static async Task PausesAndTopsUpAsync(RunningProduct product, string admin, string[] losers)
    {
        Assert.Equal(HttpStatusCode.OK, (await product.Sale.PostAsync($"{SaleClient.Admin}/sale/pause", admin)).Status);
        Answer paused = await product.Sale.ClaimAsync("sale", product.Tokens.Member(losers[0]));
        Assert.Equal((HttpStatusCode.Conflict, "paused"), (paused.Status, paused.Code));
        Assert.Equal(HttpStatusCode.OK, (await product.Sale.PostAsync($"{SaleClient.Admin}/sale/resume", admin)).Status);

        Answer raised = await product.Sale.PutAsync($"{SaleClient.Admin}/sale/quantity", admin, new { quantity = Quantity + 1, reason = "one more" });
        Assert.True(raised.Status == HttpStatusCode.OK, raised.ToString());
        await Eventually.HoldsAsync(
            () => product.Sale.ClaimAsync("sale", product.Tokens.Member(losers[^1])), answer => answer.Status == HttpStatusCode.Accepted, TimeSpan.FromSeconds(10));
        Answer below = await product.Sale.PutAsync($"{SaleClient.Admin}/sale/quantity", admin, new { quantity = 1, reason = "less than issued" });
        Assert.Equal((HttpStatusCode.Conflict, "below-admitted"), (below.Status, below.Code));
    }

    private static async Task EndsAsync(RunningProduct product, string admin)
    {
        await Eventually.HoldsAsync(() => product.Sale.GetAsync("/api/v1/campaigns/brief"), answer => answer.String("state") == "closed");
        Answer late = await product.Sale.ClaimAsync("brief", product.Tokens.Member("late"));
        Assert.Equal((HttpStatusCode.Gone, "closed"), (late.Status, late.Code));
        Assert.Equal(HttpStatusCode.OK, (await product.Sale.PostAsync($"{SaleClient.Admin}/sale/close", admin)).Status);
        await Eventually.HoldsAsync(
            () => product.Sale.ClaimAsync("sale", product.Tokens.Member("afterwards")), answer => answer is { Status: HttpStatusCode.Gone, Code: "closed" });
        foreach (string path in new[] { "/health/live", "/health/ready", "/openapi/v1.json", "/metrics" })
        {
            Assert.Equal(HttpStatusCode.OK, (await product.Sale.GetAsync(path)).Status);
        }

        JsonElement paths = (await product.Sale.GetAsync("/openapi/v1.json")).Json.GetProperty("paths");
        Assert.True(paths.TryGetProperty("/api/v1/campaigns/{slug}/claims/me/events", out _));
    }
}
