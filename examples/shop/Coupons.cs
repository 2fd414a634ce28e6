using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Serialization;

namespace Shop;

/// <summary>A session for one member and one campaign.</summary>
internal sealed record ClaimSession(string AccessToken, int ExpiresIn);

/// <summary>A link that works once.</summary>
internal sealed record HandOver(string Url, int ExpiresIn);

/// <summary>Speaks to CouponAdmin as an API client with the scope <c>claims:write-for-members</c>.
/// The secret stays on this server.</summary>
internal sealed class Coupons(IConfiguration configuration, IHttpClientFactory clients, TimeProvider time) : IDisposable
{
    /// <summary>A token is renewed a little before it runs out.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private readonly string _clientId = Needed(configuration, "ClientId");
    private readonly string _clientSecret = Needed(configuration, "ClientSecret");
    private readonly SemaphoreSlim _renewing = new(1);
    private string _token = "";
    private DateTimeOffset _renewAt;

    /// <summary>Where CouponAdmin is, such as <c>https://coupons.example.com</c>.</summary>
    public string Address { get; } = Needed(configuration, "Coupons").TrimEnd('/');

    /// <summary>The value of a setting.</summary>
    /// <exception cref="InvalidOperationException">There is none; it is named.</exception>
    public static string Needed(IConfiguration configuration, string name) =>
        configuration[name] is { Length: > 0 } value ? value : throw new InvalidOperationException($"Set {name}; see README.md.");

    /// <summary>Sends a request; the answer is null where it was refused, and the status says why.</summary>
    public async Task<(HttpStatusCode Status, T? Answer)> PostAsync<T>(string path, object body, CancellationToken cancellationToken)
        where T : class
    {
        HttpClient http = clients.CreateClient();
        using HttpRequestMessage request = new(HttpMethod.Post, Address + path) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(http, cancellationToken));
        using HttpResponseMessage response = await http.SendAsync(request, cancellationToken);
        return (response.StatusCode, response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<T>(cancellationToken) : null);
    }

    public void Dispose() => _renewing.Dispose();

    // One token for all requests until it runs out, not one each.
    private async Task<string> TokenAsync(HttpClient http, CancellationToken cancellationToken)
    {
        await _renewing.WaitAsync(cancellationToken);
        try
        {
            if (time.GetUtcNow() < _renewAt)
            {
                return _token;
            }

            using FormUrlEncodedContent form = new(
                [new("grant_type", "client_credentials"), new("client_id", _clientId), new("client_secret", _clientSecret)]);
            using HttpResponseMessage response = await http.PostAsync($"{Address}/oauth/token", form, cancellationToken);
            Token token = (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Token>(cancellationToken))!;
            (_token, _renewAt) = (token.AccessToken, time.GetUtcNow() + TimeSpan.FromSeconds(token.ExpiresIn) - Margin);
            return _token;
        }
        finally
        {
            _renewing.Release();
        }
    }

    private sealed record Token(
        [property: JsonPropertyName("access_token")] string AccessToken, [property: JsonPropertyName("expires_in")] int ExpiresIn);
}
