using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CouponAdmin.Core.Operators;
using CouponAdmin.Tests.Acceptance;
using CouponAdmin.Tests.Attacks;
using Microsoft.AspNetCore.Routing;

namespace CouponAdmin.Tests.Http;

/// <summary>Requests that HTTP allows and browsers seldom send.</summary>
public sealed class OddRequestTests
{
    [Fact]
    public async Task Head_OfEveryAddress_AnswersAsGetWithoutBody()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string slug = await product.OpenAsync("head");
        await product.IssueAsync(slug, "somebody");
        Visitor member = new("a member's program", Token: product.Tokens.Member("somebody"));
        List<string> wrong = [];
        int seen = 0;
        foreach (Visitor visitor in new[] { member, await People.SignInAsync(product, Roles.Administrator) })
        {
            foreach (RouteEndpoint endpoint in product.Endpoints.Where(e => MappedEndpoints.MethodsOf(e).Contains("GET")))
            {
                if (MappedEndpoints.PathOf(endpoint).Contains('*', StringComparison.Ordinal))
                {
                    continue;
                }

                string path = MappedEndpoints.Named(endpoint, slug);

                using HttpResponseMessage get = await product.GetAsync(path, visitor, "text/html, */*");
                using HttpRequestMessage request = new(HttpMethod.Head, path);
                request.Headers.Add("Accept", "text/html, */*");
                using HttpResponseMessage head = await product.SendAsync(request, visitor);
                if (head.StatusCode != get.StatusCode || head.Content.Headers.ContentType?.MediaType != get.Content.Headers.ContentType?.MediaType)
                {
                    wrong.Add($"{visitor}, {path}: {(int)get.StatusCode}, HEAD {(int)head.StatusCode} {head.Content.Headers.ContentType}");
                }

                seen++;
            }
        }

        Assert.True(wrong.Count == 0 && seen > 80, $"{seen} seen.\n{string.Join('\n', wrong)}");
    }

    [Fact]
    public async Task Address_WhenABrowserOpensIt_NeverShowsAnEmptyPage()
    {
        AttackedProduct product = await AttackedProduct.SharedAsync();
        string slug = await product.OpenAsync("opened");
        List<string> empty = [];
        int seen = 0;
        foreach (Visitor visitor in new[] { Visitor.Nobody, await People.SignInAsync(product, Roles.Member), await People.SignInAsync(product, Roles.Cashier) })
        {
            // Pictures stand on pages, and the framework's own addresses are for its scripts: nobody opens them.
            foreach (RouteEndpoint endpoint in product.Endpoints.Where(e => MappedEndpoints.MethodsOf(e).Contains("GET") && !MappedEndpoints.PathOf(e).Contains('*', StringComparison.Ordinal)))
            {
                string path = MappedEndpoints.Named(endpoint, slug);
                if (path.StartsWith("/_", StringComparison.Ordinal) || path.EndsWith(".svg", StringComparison.Ordinal))
                {
                    continue;
                }

                using HttpResponseMessage answer = await product.GetAsync(path, visitor);
                if ((int)answer.StatusCode >= 400 && (await answer.Content.ReadAsStringAsync()).Length == 0)
                {
                    empty.Add($"{visitor}, {path}: {(int)answer.StatusCode}");
                }

                seen++;
            }
        }

        Assert.True(empty.Count == 0 && seen > 120, $"{seen} seen.\n{string.Join('\n', empty)}");
    }

    [Theory]
    [InlineData("/"), InlineData("/sign-in"), InlineData("/api/v1/campaigns"), InlineData("/favicon.ico"), InlineData("/nothing"), InlineData("/api/v1/nothing")]
    public async Task Head_OnTheLine_HasNoBody(string path)
    {
        string answer = await SayAsync($"HEAD {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\nConnection: close\r\n\r\n");
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(answer.Length - 4, answer.IndexOf("\r\n\r\n", StringComparison.Ordinal));
        Assert.Equal(path.EndsWith("nothing", StringComparison.Ordinal) ? 404 : 200, StatusOf(answer));
    }

    [Fact]
    public async Task Head_OfAnEventStream_Ends()
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        string slug = SaleClient.FreshSlug("head-stream");
        await product.Sale.OpenAsync(SaleClient.Draft(slug, quantity: 5), product.Tokens.Operator());
        string answer = await SayAsync($"HEAD /api/v1/campaigns/{slug}/events HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
        Assert.Equal(200, StatusOf(answer));
    }

    [Theory]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: x\r\n", 204)]
    [InlineData("OPTIONS / HTTP/1.1\r\nHost: x\r\n", 204)]
    [InlineData("OPTIONS /sign-in HTTP/1.1\r\nHost: x\r\n", 204)]
    [InlineData("OPTIONS /api/v1/campaigns HTTP/1.1\r\nHost: x\r\n", 405)]
    [InlineData("OPTIONS * HTTP/1.0\r\n", 400)]
    [InlineData("OPTIONS / HTTP/1.0\r\n", 400)]
    [InlineData("GET / HTTP/1.0\r\n", 400)]
    [InlineData("GET /sign-in HTTP/1.0\r\n", 400)]
    [InlineData("GET /nothing HTTP/1.0\r\n", 400)]
    [InlineData("GET /admin HTTP/1.0\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: \r\n", 400)]
    [InlineData("GET /health/live HTTP/1.0\r\n", 200)]
    public async Task Request_WhenItNamesNoHostOrAsksForOptions_IsNeverAFault(string head, int expected)
    {
        string answer = await SayAsync($"{head}Connection: close\r\n\r\n");
        Assert.True(StatusOf(answer) == expected, answer);
    }

    [Fact]
    public async Task Headers_WhenTheyAreTooLargeOrTooMany_AreRefusedInWords()
    {
        string many = string.Concat(Enumerable.Range(0, 150).Select(i => string.Create(CultureInfo.InvariantCulture, $"X-{i}: 1\r\n")));
        foreach (string headers in new[] { $"X-Large: {new string('a', 40_000)}\r\n", many })
        {
            string answer = await SayAsync($"GET /api/v1/campaigns HTTP/1.1\r\nHost: x\r\n{headers}Connection: close\r\n\r\n");
            Assert.Equal(431, StatusOf(answer));
            Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
            Assert.Contains("headers-too-large", answer, StringComparison.Ordinal);
        }
    }

    private static int StatusOf(string answer) => answer.Length > 12 ? int.Parse(answer.AsSpan(9, 3), CultureInfo.InvariantCulture) : 0;

    private static async Task<string> SayAsync(string request)
    {
        RunningProduct product = await RunningProduct.SharedAsync();
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, product.App.Address.Port);
        await using NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using StreamReader reader = new(stream);
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));
    }
}
