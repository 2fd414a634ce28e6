using System.Net.Http.Json;
using CouponAdmin.Tests.Attacks;

namespace CouponAdmin.Tests.Shop;

/// <summary>As much of a browser as a hand-over needs: it keeps cookies, and says where it comes from.</summary>
internal sealed class TestBrowser(AttackedProduct product)
{
    public Dictionary<string, string> Cookies { get; } = new(StringComparer.Ordinal);

    /// <param name="path">With its query.</param>
    /// <param name="referrer">The page that led there; null: none.</param>
    public Task<HttpResponseMessage> GetAsync(string path, string? referrer = null) =>
        SendAsync(HttpMethod.Get, path, referrer is null ? [] : [("Referer", referrer)]);

    /// <summary>A form without fields.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, string fetchSite) => SendAsync(HttpMethod.Post, path, ("Sec-Fetch-Site", fetchSite));

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        HttpRequestMessage request = new(method, new Uri(path, UriKind.Relative)) 
        {
            Content = method == HttpMethod.Get || method == HttpMethod.Head ? null : path.StartsWith("/api/", StringComparison.Ordinal) ? JsonContent.Create(new { }) : new FormUrlEncodedContent([]),
        };
        foreach ((string name, string value) in headers.Any(h => h.Name == "Accept-Language") ? headers : [.. headers, ("Accept-Language", "en")])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.Add("Accept", "text/html, */*");
        HttpResponseMessage answer = await product.SendAsync(
            request, Cookies.Count == 0 ? null : new Visitor("a browser", Cookie: string.Join("; ", Cookies.Select(c => $"{c.Key}={c.Value}"))));
        foreach (string[] cookie in People.CookiesOf(answer).Select(c => c.Split('=', 2)))
        {
            if (cookie[1].Length > 0)
            {
                Cookies[cookie[0]] = cookie[1];
            }
            else
            {
                Cookies.Remove(cookie[0]);
            }
        }

        return answer;
    }

    public async Task SignInAsync(string email)
    {
        using HttpResponseMessage answer = await People.PostSignInAsync(product, email, People.Password, "/sign-in");
        Cookies["__Host-coupon-admin"] = People.CookiesOf(answer).Single(c => c.StartsWith("__Host-coupon-admin=", StringComparison.Ordinal)).Split('=', 2)[1];
    }
}
