using System.Net;
using System.Text.RegularExpressions;

namespace CouponAdmin.Tests.Accounts;

/// <summary>A browser without script: keeps its cookies, follows redirects, sends a page's form with its token.</summary>
internal sealed partial class FormBrowser : IDisposable
{
    private readonly HttpClient _http;

    /// <param name="address">Where the product listens.</param>
    /// <param name="language">What the person reads.</param>
    /// <param name="host">What every request calls the product; null: its address.</param>
    public FormBrowser(Uri address, string language = "en", string? host = null)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, CookieContainer = new CookieContainer() }) { BaseAddress = address };
        _http.DefaultRequestHeaders.Add("Accept-Language", language);
        _http.DefaultRequestHeaders.Host = host;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Where the address leads, and the text of what stands there.</summary>
    public async Task<(string Path, string Text)> OpenAsync(string address)
    {
        using HttpResponseMessage answer = await _http.GetAsync(new Uri(address, UriKind.Relative));
        return (answer.RequestMessage!.RequestUri!.AbsolutePath, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }

    /// <summary>Fills one form of a page in.</summary>
    public async Task<(string Path, string Text)> SendAsync(string address, string form, params (string Field, string Value)[] fields)
    {
        (_, string page) = await OpenAsync(address);
        Dictionary<string, string> all = fields.ToDictionary(f => f.Field, f => f.Value, StringComparer.Ordinal);
        all["_handler"] = form;
        all["__RequestVerificationToken"] = TokenIn(page);
        using FormUrlEncodedContent content = new(all);
        using HttpResponseMessage answer = await _http.PostAsync(new Uri(address, UriKind.Relative), content);
        return (answer.RequestMessage!.RequestUri!.AbsolutePath, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }

    /// <summary>Signs out by the button that stands on every page.</summary>
    public async Task SignOutAsync()
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri("/sign-out", UriKind.Relative)) { Headers = { { "Sec-Fetch-Site", "same-origin" } } };
        using HttpResponseMessage answer = await _http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode);
    }

    /// <summary>A page's token; empty when it has no form.</summary>
    public static string TokenIn(string page) => FormToken().Match(page).Groups["token"].Value;

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex FormToken();
}
