using System.Net.Http.Json;
using System.Text.RegularExpressions;
using CouponAdmin.Tests.Acceptance;
using Microsoft.AspNetCore.Routing;

namespace CouponAdmin.Tests.Attacks;

/// <summary>What every answer tells a browser, whoever asks, whatever the address, however it ends: held against one table.</summary>
public sealed partial class HeaderSnapshotTests
{
    private const string Everywhere = "img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'";

    // Header, and its value on every answer of the product; null: it must not be there.
    private static readonly (string Name, string? Value)[] Always =
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Permissions-Policy", "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()"),
        ("Strict-Transport-Security", "max-age=31536000"),
        ("Server", null),
        ("X-Powered-By", null),
    ];

    // The first that fits, by the beginning of the path.
    private static readonly (string Path, string Policy)[] Policies =
    [
        ("/admin", $"default-src 'none'; script-src 'self' 'nonce-#'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; base-uri 'self'; {Everywhere}"),
        ("/api/v1/", $"default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; {Everywhere}"),
        ("/api", $"default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; base-uri 'none'; {Everywhere}"),
        ("/", $"default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; {Everywhere}"),
    ];

    [Fact]
    public async Task Answer_WhoeverAsksForWhatever_HasTheHeadersOfTheTable()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string slug = await product.OpenAsync("headers");
        string code = await product.IssueAsync(slug, "somebody");
        List<string> wrong = [];
        int seen = 0;
        foreach (Visitor visitor in await People.OfEachRoleAsync(product))
        {
            foreach (RouteEndpoint endpoint in product.Endpoints)
            {
                foreach (string method in MappedEndpoints.MethodsOf(endpoint) is { Count: > 0 } methods ? methods : ["GET"])
                {
                    string path = Fill(MappedEndpoints.PathOf(endpoint), method == "GET" ? slug : "names-nothing", code);
                    using HttpResponseMessage answer = await product.SendAsync(RequestTo(method, path), visitor);
                    wrong.AddRange(Judge(answer, path).Select(problem => $"{visitor}, {method} {path} ({(int)answer.StatusCode}): {problem}"));
                    seen++;
                }
            }
        }

        Assert.True(seen > 300, $"Only {seen} answers: where have the endpoints gone?");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Error_OfEveryKind_HasTheHeadersOfTheTable()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string slug = await product.OpenAsync("errors", quantity: 1);
        await product.IssueAsync(slug, "the-winner");
        Visitor writer = new("an operator's program", Token: product.Tokens.Operator());
        Visitor member = new("a member's program", Token: product.Tokens.Member("too-late"));
        string admin = SaleClient.Admin;
        (int Status, string Method, string Path, Visitor Visitor, HttpContent? Content)[] errors =
        [
            (400, "POST", admin, writer, JsonContent.Create(new { slug = 7 })),
            (401, "GET", admin, Visitor.Nobody, null),
            (403, "GET", admin, member, null),
            (404, "GET", "/api/v1/nothing", Visitor.Nobody, null),
            (404, "GET", "/nothing", Visitor.Nobody, null),
            (404, "GET", "/c/names-nothing", Visitor.Nobody, null),
            (404, "GET", "/nothing.css", Visitor.Nobody, null),
            (405, "DELETE", $"/api/v1/campaigns/{slug}/claims/me", Visitor.Nobody, null),
            (409, "POST", $"/api/v1/campaigns/{slug}/claims", member, null),
            (413, "POST", admin, writer, new StringContent(new string('x', 1_000_000), null, "application/json")),
            (415, "POST", admin, writer, new StringContent("slug=x", null, "text/plain")),
            (500, "GET", $"/api/v1/campaigns/{DatabaseFault.Mistake}", Visitor.Nobody, null),
            (500, "GET", $"/c/{DatabaseFault.Mistake}", Visitor.Nobody, null),
            (503, "GET", $"/api/v1/campaigns/{DatabaseFault.Outage}", Visitor.Nobody, null),
            (503, "GET", $"/c/{DatabaseFault.Outage}", Visitor.Nobody, null),
        ];
        foreach ((int status, string method, string path, Visitor visitor, HttpContent? content) in errors)
        {
            using HttpResponseMessage answer = await product.SendAsync(RequestTo(method, path, content), visitor);
            string text = await answer.Content.ReadAsStringAsync();
            Assert.True((int)answer.StatusCode == status, $"{method} {path}: {(int)answer.StatusCode} instead of {status} {text}");
            Assert.Empty(Judge(answer, path));
            Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        }

        foreach (string path in new[] { "/sign-in", "/api/v1/campaigns" })
        {
            HttpResponseMessage[] burst = await Task.WhenAll(Enumerable.Range(0, 3 * AttackedProduct.RequestsPerAddressPerSecond)
                .Select(_ => product.SendAsync(RequestTo("GET", path), address: "192.0.2.77")));
            Assert.Contains(burst, answer => (int)answer.StatusCode == 429);
            Assert.All(burst, answer => Assert.Empty(Judge(answer, path)));
            Array.ForEach(burst, answer => answer.Dispose());
        }
    }

    [Fact]
    public async Task File_WhenStatic_HasTheHeadersOfTheTableAndIsNeverRunAsSomethingElse()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        IReadOnlyList<string> files = product.Files;
        Assert.Contains(files, file => file.StartsWith("/css/member", StringComparison.Ordinal));
        foreach (string file in files)
        {
            using HttpResponseMessage answer = await product.GetAsync(file, accept: "*/*");
            Assert.Equal(200, (int)answer.StatusCode);
            Assert.NotNull(answer.Content.Headers.ContentType);
            Assert.Empty(Judge(answer, file));
        }
    }

    private static HttpRequestMessage RequestTo(string method, string path, HttpContent? content = null)
    {
        HttpRequestMessage request = new(new HttpMethod(method), new Uri(path, UriKind.Relative)) { Content = content };

        // A body that is refused by its length is then never sent, so the answer is not lost with the connection.
        request.Headers.ExpectContinue = content is not null;
        request.Headers.Add("Accept", "text/html, application/json, text/event-stream, */*");
        request.Headers.Add("Origin", AttackedProduct.Origin);
        return request;
    }

    private static string Fill(string path, string slug, string code) => Rest().Replace(
        path.Replace("{slug}", slug, StringComparison.OrdinalIgnoreCase)
            .Replace("{code}", code, StringComparison.Ordinal)
            .Replace("{clientId}", "client_nothing", StringComparison.Ordinal)
            .Replace("{webhookId}", "hook_nothing", StringComparison.OrdinalIgnoreCase)
            .Replace("{deliveryId:long}", "1", StringComparison.Ordinal)
            .Replace("{documentName}", "v1", StringComparison.Ordinal)
            .Replace("{id:long}", "1", StringComparison.Ordinal)
            .Replace("{number:int}", "1", StringComparison.Ordinal)
            .Replace("{ticket:long}", "1", StringComparison.Ordinal),
        match => match.Value.Contains(":file", StringComparison.Ordinal) ? "nothing.txt" : match.Value.Contains("**", StringComparison.Ordinal) ? "nothing" : "");

    // The counter reads codes with the camera; no other page may.
    private static string? ValueAt(string path, string name, string? value) =>
        name == "Permissions-Policy" && path == "/redeem" ? value?.Replace("camera=()", "camera=(self)", StringComparison.Ordinal) : value;

    private static IEnumerable<string> Judge(HttpResponseMessage answer, string path)
    {
        foreach ((string name, string? value) in Always)
        {
            if (Of(answer, name) != ValueAt(path, name, value))
            {
                yield return $"{name} is {Of(answer, name) ?? "missing"}";
            }
        }

        string policy = Nonce().Replace(Of(answer, "Content-Security-Policy") ?? "missing", "'nonce-#'");
        if (policy != Array.Find(Policies, p => path.StartsWith(p.Path, StringComparison.Ordinal)).Policy)
        {
            yield return $"Content-Security-Policy is {policy}";
        }

        if (!MayBeKept(answer, path) && Of(answer, "Cache-Control")?.Contains("no-store", StringComparison.Ordinal) != true)
        {
            yield return $"Cache-Control is {Of(answer, "Cache-Control") ?? "missing"}";
        }
    }

    // Everybody's claim page for a second, and files. Whatever else there is may be somebody's own.
    private static bool MayBeKept(HttpResponseMessage answer, string path) => Of(answer, "Cache-Control") switch
    {
        "public, max-age=1" => path.StartsWith("/c/", StringComparison.Ordinal) && path.Count(c => c == '/') == 2,
        { } kept when kept.Contains("immutable", StringComparison.Ordinal) || kept == "no-cache" => (int)answer.StatusCode == 200 && Path.HasExtension(path),
        _ => false,
    };

    private static string? Of(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out IEnumerable<string>? values) ? string.Join(", ", values) : null;

    [GeneratedRegex("'nonce-[^']+'")]
    private static partial Regex Nonce();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Rest();
}
