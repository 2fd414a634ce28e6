using System.Text.Json;
using System.Text.RegularExpressions;
using CouponAdmin.Core.Database;
using CouponAdmin.Core.Operators;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Attacks;
using CouponAdmin.Tests.Fixtures;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;

namespace CouponAdmin.Tests.Http;

/// <summary>Every page and every form while the database is away: a page with words, never an empty answer.</summary>
public sealed partial class BrokenPageTests
{
    private const string Words = "right now</h1>";

    [Fact]
    public async Task Page_WhenTheDatabaseIsAway_AnswersWithWordsWhateverIsAskedOrSent()
    {
        await using PostgreSqlServer database = await PostgreSqlServer.StartAsync(fsync: false);
        string connection = await database.CreateDatabaseAsync();
        await Databases.MigrateAsync(new DatabaseOptions { Provider = DatabaseProvider.PostgreSql, ConnectionString = connection });
        await using AttackedProduct product = await AttackedProduct.StartAsync(
            null, ("Database:Provider", "PostgreSql"), ("ConnectionStrings:Database", connection), ("Store:Embedded", "true"));
        string slug = await product.OpenAsync("broken");
        string[] pages = [.. product.Endpoints.Where(e => e.Metadata.GetMetadata<ComponentTypeMetadata>() is not null).Select(e => PathOf(e, slug)).Append($"/c/{slug}").Distinct(StringComparer.Ordinal)];
        Assert.True(pages.Length > 15, $"Only {pages.Length} pages: where have they gone?");
        Visitor program = new("an administrator's program", Token: product.Tokens.Administrator());
        Dictionary<string, string> bodies = await BodiesAsync(product);
        (Visitor Visitor, Form[] Forms)[] visitors = [.. await Task.WhenAll(
            new[] { Visitor.Nobody, await People.SignInAsync(product, Roles.Member), await People.SignInAsync(product, Roles.Administrator) }
                .Select(async visitor => (visitor, await FormsAsync(product, visitor, pages))))];
        await database.CrashAsync();

        List<string> wrong = [];
        HashSet<string> outages = new(StringComparer.Ordinal);
        foreach ((Visitor visitor, Form[] forms) in visitors)
        {
            foreach (string page in pages)
            {
                await LookAsync(new HttpRequestMessage(HttpMethod.Get, page), visitor, page);
            }

            foreach (Form form in forms)
            {
                await LookAsync(form.Request(), form.Sender, form.Page);
            }
        }

        await WalkAsync(product, slug, bodies, program, visitors[^1].Visitor, wrong, outages);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(outages.Count > 60, $"Only {outages.Count} addresses missed the database.");
        Assert.Superset(new HashSet<string>(["GET /", "GET /my/coupons", $"GET /c/{slug}/me", "POST /sign-in", "POST /register"], StringComparer.Ordinal), outages);

        async Task LookAsync(HttpRequestMessage request, Visitor visitor, string page)
        {
            request.Headers.Add("Accept", "text/html");
            request.Headers.Add("Accept-Language", "en");
            using HttpResponseMessage answer = await product.SendAsync(request, visitor);
            string text = await answer.Content.ReadAsStringAsync();
            bool isOutage = (int)answer.StatusCode == 503;

            // A page of the console comes with its frame and says in its circuit what can't be read.
            string must = page.StartsWith("/admin", StringComparison.Ordinal) && (int)answer.StatusCode == 200 ? "</main>" : "</h1>";
            bool isRight = (int)answer.StatusCode is >= 300 and < 400 || (text.Contains(must, StringComparison.Ordinal) && (int)answer.StatusCode != 500 && (!isOutage || text.Contains(Words, StringComparison.Ordinal)));
            if (!isRight)
            {
                wrong.Add($"{visitor}, {request.Method} {page}: {(int)answer.StatusCode}, {text.Length} characters");
            }

            if (isOutage)
            {
                outages.Add($"{request.Method} {page}");
            }
        }
    }

    /// <summary>Every address that the product answers at, by each of its methods.</summary>
    private static async Task WalkAsync(
        AttackedProduct product, string slug, Dictionary<string, string> bodies, Visitor program, Visitor person, List<string> wrong, HashSet<string> outages)
    {
        foreach ((string method, RouteEndpoint endpoint) in product.Endpoints.Where(e => !IsFrameworks(e)).SelectMany(e => MethodsOf(e).Select(method => (method, e))))
        {
            string path = MappedEndpoints.Named(endpoint, slug);
            string body = bodies.GetValueOrDefault($"{method} {Constraint().Replace(MappedEndpoints.PathOf(endpoint), "}")}", "{}");
            bool isInterface = path.StartsWith("/api/v1/", StringComparison.Ordinal);
            (int status, string text) = await AskAsync(product, method, path, body, isInterface ? program : person);
            string must = status != 503 ? "" : isInterface ? "\"store-unavailable\"" : " ";
            if (status is 0 or (>= 500 and not 503) || (status >= 400 && text.Length == 0) || !text.Contains(must, StringComparison.Ordinal))
            {
                wrong.Add($"{method} {path}: {status} {text[..Math.Min(200, text.Length)]}");
            }

            if (status == 503)
            {
                outages.Add($"{method} {path}");
            }
        }
    }

    /// <summary>Status 0: the answer broke off.</summary>
    private static async Task<(int Status, string Text)> AskAsync(AttackedProduct product, string method, string path, string body, Visitor visitor)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path) { Headers = { { "Sec-Fetch-Site", "same-origin" }, { "Accept", "text/html, */*" } } };
        request.Content = method == "GET" ? null : new StringContent(body, null, "application/json");
        try
        {
            using HttpResponseMessage answer = await product.SendAsync(request, visitor);
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        catch (HttpRequestException e)
        {
            return (0, e.Message);
        }
    }

    /// <summary>The document's own examples, so that a request goes past its rules.</summary>
    private static async Task<Dictionary<string, string>> BodiesAsync(AttackedProduct product)
    {
        JsonElement document = (await product.Sale.GetAsync("/openapi/v1.json")).Is(200).Json;
        JsonElement schemas = document.GetProperty("components").GetProperty("schemas");
        Dictionary<string, string> bodies = new(StringComparer.Ordinal);
        foreach (JsonProperty path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (JsonProperty operation in path.Value.EnumerateObject())
            {
                if (operation.Value.TryGetProperty("requestBody", out JsonElement body)
                    && body.GetProperty("content").EnumerateObject().First().Value.GetProperty("schema").TryGetProperty("$ref", out JsonElement name)
                    && schemas.GetProperty(name.GetString()!.Split('/')[^1]).TryGetProperty("examples", out JsonElement examples))
                {
                    bodies[$"{operation.Name.ToUpperInvariant()} {path.Name}"] = examples[0].GetRawText();
                }
            }
        }

        return bodies;
    }

    private static IReadOnlyList<string> MethodsOf(RouteEndpoint endpoint) => MappedEndpoints.MethodsOf(endpoint) is { Count: > 0 } methods ? methods : ["GET", "POST"];

    // The circuit's own addresses speak another language.
    private static bool IsFrameworks(RouteEndpoint endpoint) => MappedEndpoints.PathOf(endpoint).StartsWith("/_", StringComparison.Ordinal) || MappedEndpoints.PathOf(endpoint).Contains('*', StringComparison.Ordinal);

    private static async Task<Form[]> FormsAsync(AttackedProduct product, Visitor visitor, string[] pages)
    {
        List<Form> forms = [];
        foreach (string page in pages)
        {
            using HttpResponseMessage answer = await product.GetAsync(page, visitor);
            string text = await answer.Content.ReadAsStringAsync();
            string cookies = string.Join("; ", new[] { visitor.Cookie }.Concat(People.CookiesOf(answer)).Where(cookie => cookie is not null));
            forms.AddRange(FormName().Matches(text).Select(match =>
                new Form(page, match.Groups["name"].Value, FormToken().Match(text).Groups["token"].Value, visitor with { Cookie = cookies })));
        }

        return [.. forms];
    }

    private static string PathOf(RouteEndpoint endpoint, string slug) => MappedEndpoints.PathOf(endpoint).Replace("{slug}", slug, StringComparison.OrdinalIgnoreCase);

    // A constraint of a path's place, which the document leaves out.
    [GeneratedRegex(":[a-z]+\\}", RegexOptions.NonBacktracking)]
    private static partial Regex Constraint();

    [GeneratedRegex("name=\"_handler\" value=\"(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex FormName();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex FormToken();

    private sealed record Form(string Page, string Name, string Token, Visitor Sender)
    {
        public HttpRequestMessage Request() => new(HttpMethod.Post, Page)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["_handler"] = Name, ["__RequestVerificationToken"] = Token, ["Form.Email"] = "somebody@example.com", ["Form.Password"] = "a-quiet-river-at-9",
            }),
        };
    }
}
