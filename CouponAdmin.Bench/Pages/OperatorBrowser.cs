using System.Net;
using System.Text.RegularExpressions;

namespace CouponAdmin.Bench.Pages;

/// <summary>The browser of one operator: keeps the session's cookies, and comes through the proxy that ends TLS, as the console's cookies ask for.</summary>
/// <remarks>The proxy is played, not run: its header says that the request came by TLS, and the instance is told to believe loopback.</remarks>
internal sealed partial class OperatorBrowser : IDisposable
{
    private const string SignInPage = "/sign-in";
    private const string RegisterPage = "/register";
    private const string GoodbyePage = "/_blazor/disconnect";
    private const string SessionCookie = "__Host-coupon-admin";

    private readonly HttpClient _http;
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

    public OperatorBrowser(Uri address)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = address };
        Address = address;
        Outside = new UriBuilder(address) { Scheme = Uri.UriSchemeHttps }.Uri;
    }

    /// <summary>Where requests go.</summary>
    public Uri Address { get; }

    /// <summary>The same as the browser's address line has it.</summary>
    public Uri Outside { get; }

    /// <summary>What goes with every request, web sockets included.</summary>
    public IEnumerable<(string Name, string Value)> Headers =>
    [
        ("X-Forwarded-Proto", Uri.UriSchemeHttps), ("Origin", Outside.GetLeftPart(UriPartial.Authority)), ("Accept-Language", "en"),
        ("Cookie", string.Join("; ", _cookies.Select(c => $"{c.Key}={c.Value}"))),
    ];

    /// <summary>What the product gave under that name.</summary>
    public string CookieOf(string name) => _cookies[name];

    public Task RegisterAsync(string email, string password) => SendFormAsync(RegisterPage, "register", email, password);

    /// <summary>A session of its own: what the browser knew before is forgotten.</summary>
    public async Task SignInAsync(string email, string password)
    {
        _cookies.Clear();
        await SendFormAsync(SignInPage, "sign-in", email, password);
    }

    /// <summary>The document at this address.</summary>
    public async Task<string> GetAsync(string path)
    {
        using HttpResponseMessage answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, path));
        return answer.StatusCode == HttpStatusCode.OK
            ? await answer.Content.ReadAsStringAsync()
            : throw new InvalidOperationException($"{path}: {(int)answer.StatusCode}, to {answer.Headers.Location}");
    }

    /// <summary>What the script of a closing page sends: nobody will come back to this circuit.</summary>
    public async Task SayGoodbyeAsync(string circuit)
    {
        using MultipartFormDataContent fields = new() { { new StringContent(circuit), "circuitId" } };
        using HttpResponseMessage answer = await SendAsync(new HttpRequestMessage(HttpMethod.Post, GoodbyePage) { Content = fields });
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();

    private async Task SendFormAsync(string page, string form, string email, string password)
    {
        string document = await GetAsync(page);
        using FormUrlEncodedContent fields = new(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["_handler"] = form, ["__RequestVerificationToken"] = FormToken().Match(document).Groups["token"].Value, ["Form.Email"] = email, ["Form.Password"] = password,
        });
        using HttpResponseMessage answer = await SendAsync(new HttpRequestMessage(HttpMethod.Post, page) { Content = fields });
        if (!_cookies.ContainsKey(SessionCookie))
        {
            throw new InvalidOperationException($"{page} opened no session for {email}: {(int)answer.StatusCode}\n{await answer.Content.ReadAsStringAsync()}");
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            foreach ((string name, string value) in Headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            HttpResponseMessage answer = await _http.SendAsync(request);
            foreach (string cookie in answer.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? set) ? set : [])
            {
                string[] parts = cookie.Split(';')[0].Split('=', 2);
                _cookies[parts[0]] = parts[1];
            }

            return answer;
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex FormToken();
}
